/** What the gateway tells the page, in the element `#options`. */
export interface Options {
  readonly endpoint: string;
  /** Operation in the first tab, until the reader has written one. */
  readonly exampleQuery?: string;
  /** Whether plans and traces may be asked for. */
  readonly explain: boolean;
  /** Where to ask who is signed in; absent where nobody can sign in. */
  readonly sessionUrl?: string;
  /** Whether requests without a login may be lent the gateway's own token. */
  readonly lendsToken: boolean;
  /** In front of the schema's names; absent where there is none. */
  readonly schemaPrefix?: string;
}

export function readOptions(): Options {
  return JSON.parse(document.querySelector('#options')?.textContent ?? '{}') as Options;
}
