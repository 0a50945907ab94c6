/** The gateway’s options for the page, in the element `#options`. */
export interface Options {
  readonly endpoint: string;
  /** Operation in the first tab, until the reader writes one. */
  readonly exampleQuery?: string;
  /** Whether X-Clio-Explain is allowed. */
  readonly explain: boolean;
  /** Address of the session; absent if sign-in is off. */
  readonly sessionUrl?: string;
  /** Whether requests without a login use the gateway’s own token. */
  readonly lendsToken: boolean;
  /** Whether the gateway serves the sandbox, so that all data is invented. */
  readonly sandbox: boolean;
  /** Prefix of the schema’s names; absent if there is none. */
  readonly schemaPrefix?: string;
}

export function readOptions(): Options {
  return JSON.parse(document.querySelector('#options')?.textContent ?? '{}') as Options;
}
