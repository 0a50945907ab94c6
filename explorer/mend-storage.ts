/** Prefix of GraphiQL’s keys in local storage. */
const prefix = 'graphiql:';

interface KeptTab {
  readonly query?: string | null;
  readonly variables?: string | null;
  readonly headers?: string | null;
}

/**
 * Repairs GraphiQL’s stored state before GraphiQL reads it. GraphiQL stores the text of an editor once somebody types in
 * it, and separately the tabs with all texts. If only the variables were edited, it reads an empty query, finds no tab
 * with it, and opens a new one.
 *
 * @returns Whether the reader chose to keep headers; GraphiQL reads that choice only if headers may be kept.
 */
export function mendStorage(): { readonly keepsHeaders: boolean } {
  try {
    const keepsHeaders = localStorage.getItem(`${prefix}shouldPersistHeaders`) === 'true';
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem(`${prefix}tabState`) ?? '{}') as {
      tabs?: readonly KeptTab[];
      activeTabIndex?: number;
    };
    const tab = tabs?.[activeTabIndex ?? 0];
    if (tab) {
      keep('query', tab.query);
      keep('variables', tab.variables);
      keep('headers', keepsHeaders ? tab.headers : null);
    }
    return { keepsHeaders };
  } catch {
    // Storage is not available, or its content is not GraphiQL’s.
    return { keepsHeaders: false };
  }
}

function keep(name: string, text: string | null | undefined): void {
  if (text) localStorage.setItem(prefix + name, text);
  else localStorage.removeItem(prefix + name);
}
