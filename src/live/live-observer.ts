/** The result of something that was posted to a webhook's address. */
export type DeliveryResult =
  | 'accepted'
  /** Verified here; only other gateways have subscribers. */
  | 'relayed'
  | 'duplicate'
  | 'handshake'
  /** Signed, but not an event that the webhook was created for. */
  | 'malformed'
  | 'broken'
  | 'bad_signature'
  | 'unknown'
  | 'unexpected_handshake'
  | 'too_slow'
  | 'too_large'
  | 'encoded'
  /** Redis is needed but does not reply, or no gateway has subscribers at this moment. */
  | 'unavailable';

/** Receives reports on live changes, for metrics. Must not throw. */
export interface LiveObserver {
  onDelivery(result: DeliveryResult): void;
  onSent(model: string, missed: boolean, count: number): void;
  onHook(what: 'created' | 'mended' | 'replaced' | 'deleted' | 'failed'): void;
}

export interface LiveState {
  readonly subscriptions: number;
  readonly webhooks: number;
}
