/** How GraphiQL names what it keeps. */
const prefix = 'graphiql:';

interface KeptTab {
  readonly query?: string | null;
  readonly variables?: string | null;
  readonly headers?: string | null;
}

/**
 * Makes what GraphiQL has kept agree with itself, before it reads it. It keeps the text of an editor once somebody types
 * there, and beside that the tabs with all texts. Where only the variables were edited, it takes the query for empty,
 * finds no such tab, and opens one.
 *
 * @returns Whether the reader wants headers kept; GraphiQL looks for that only where it is told so.
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
    // Nothing may be kept here, or something else has put it there.
    return { keepsHeaders: false };
  }
}

function keep(name: string, text: string | null | undefined): void {
  if (text) localStorage.setItem(prefix + name, text);
  else localStorage.removeItem(prefix + name);
}
