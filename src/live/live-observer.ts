/** What became of something posted to a webhook's address. */
export type DeliveryResult =
  | 'accepted'
  | 'handshake'
  | 'relayed'
  | 'unavailable'
  | 'duplicate'
  | 'unknown'
  | 'unexpected_handshake'
  | 'bad_signature'
  | 'malformed'
  | 'too_large'
  | 'too_slow';

/** Receives what live changes do, for metrics. Must not throw. */
export interface LiveObserver {
  onDelivery(result: DeliveryResult): void;
  /** Changes were sent to subscribers. */
  onSent(model: string, missed: boolean, count: number): void;
  /** A webhook was created, renewed, enabled again or deleted, or this failed. */
  onHook(what: 'created' | 'mended' | 'replaced' | 'deleted' | 'failed'): void;
}

/** The state of live changes at this moment. */
export interface LiveState {
  readonly subscriptions: number;
  readonly webhooks: number;
}
