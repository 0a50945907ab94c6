/** What Clio posted to the address of a webhook. */
export interface Posted {
  /** Secret of a handshake; null for an event. */
  readonly secret: string | null;
  readonly signature: string;
  readonly body: string;
}

/** What became of handing something on: a gateway has it, none knows the key, or this could not be found out. */
export type RelayResult = 'taken' | 'unknown' | 'unavailable';

/** Hands on what Clio posted to one gateway and another one has the webhook for. */
export interface Relay {
  /** Takes what others hand on for this key, until the function that is returned is called. */
  listen(key: string, take: (posted: Posted) => void): Promise<() => void>;
  send(key: string, posted: Posted): Promise<RelayResult>;
  close(): Promise<void>;
}
