import type { Outgoing } from './http-message.ts';

/** What Yoga puts an answer into, instead of a Fetch API `Response`. */
export class PlainResponse implements Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;

  constructor(body: string | null, init: { status: number; headers: Readonly<Record<string, string>> }) {
    this.status = init.status;
    this.headers = init.headers;
    this.body = body;
  }
}
