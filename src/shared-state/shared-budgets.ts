import { hash, randomBytes } from 'node:crypto';
import {
  type Admission,
  type BudgetForecast,
  type CallOutcome,
  LocalBudgets,
  type RateBudgets,
  reservedPercent,
} from '../rest/budget.ts';
import type { ResponseHeaders } from '../rest/headers.ts';
import type { RateBudget } from '../rest/types.ts';
import { budgetScript } from './budget-script.ts';
import { keyPrefix, type RedisConnection, type RedisReply } from './redis-connection.ts';

export interface SharedBudgetsOptions {
  readonly redis: RedisConnection;
  /** REST base: the same token in two regions has two budgets. */
  readonly baseUrl: string;
  /** @default the machine's clock */
  readonly now?: () => number;
}

/** How long the calls of a gateway count after its last message. A gateway with calls in flight sends three messages in this time. */
const leaseMs = 5000;
/** Maximum number of calls requested at once. */
const maxWanted = 16;
/**
 * While other gateways have claimed what is left, Redis is asked again after this time, then after increasing
 * times.
 */
const minPauseMs = 20;
const maxPauseMs = 200;
/** How long local state decides after a command to Redis has failed. */
const localOnlyMs = 1000;

/** What this gateway knows of the shared budget of one token. */
class TokenShare {
  readonly key: string;
  /** Names of the budget and of the gateways' leases in Redis. */
  readonly names: readonly [budget: string, gateways: string];
  /** Calls in flight at this gateway, granted by Redis or, while it is unavailable, by local state. */
  inFlight = 0;
  /** Calls granted by Redis and not yet used; they are used or returned at once. */
  granted = 0;
  /** Number of calls in the current request to Redis; 0 without one. */
  asked = 0;
  /** Number of calls to request next; doubled while it is too low. */
  wanted = 1;
  /** Set while the gateway waits before it asks again. */
  pause: NodeJS.Timeout | null = null;
  pauseMs = minPauseMs;
  exhaustedUntilMs = 0;
  /** The same for long requests, which leave the reserve alone. */
  exhaustedForLongUntilMs = 0;
  /** Redis is not asked until then. */
  localUntilMs = 0;
  /**
   * Whether a report that was sent during a request to Redis counted calls that Redis may not have granted.
   */
  isOverstated = false;
  /** Whether the state of this share must be sent to Redis. */
  isDirty = false;
  /** Number of messages to Redis without a reply yet. */
  sending = 0;
  /** Calls that ended without a response and have not been reported. */
  withoutResponse = 0;
  /** Whether a call had a response that has not been reported. */
  hadResponse = false;
  rejectedUntilMs: number | null = null;

  constructor(key: string, baseUrl: string) {
    this.key = key;
    const name = hash('sha256', `${baseUrl}\n${key}`, 'base64url');
    // The braces keep both in one slot of a cluster.
    this.names = [`${keyPrefix}budget:{${name}}`, `${keyPrefix}gateways:{${name}}`];
  }

  stopPause(): void {
    if (this.pause !== null) clearTimeout(this.pause);
    this.pause = null;
  }
}

/**
 * Budgets that all gateways share: a call is sent when Redis has granted it, according to what Clio last
 * reported to any of the gateways. While Redis is unavailable or slow, only the local state of this process
 * decides.
 *
 * Redis has the number of each gateway's calls in flight. A gateway that could not report it reports it when
 * Redis is back; until then its lease expires. So neither a stalled Redis nor a dead gateway blocks a login.
 */
export class SharedBudgets implements RateBudgets {
  readonly #redis: RedisConnection;
  readonly #baseUrl: string;
  readonly #now: () => number;
  readonly #local = new LocalBudgets();
  readonly #shares = new Map<string, TokenShare>();
  readonly #gateway = randomBytes(9).toString('base64url');
  readonly #dirty = new Set<TokenShare>();
  #renewing: NodeJS.Timeout | null = null;
  #listener: (key: string) => void = () => undefined;

  constructor({ redis, baseUrl, now = Date.now }: SharedBudgetsOptions) {
    this.#redis = redis;
    this.#baseUrl = baseUrl;
    this.#now = now;
    redis.onReconnect(() => {
      for (const share of this.#shares.values()) this.#changed(share);
    });
  }

  read(key: string): RateBudget | null {
    return this.#local.read(key);
  }

  forecast(key: string, nowMs: number): BudgetForecast | null {
    return this.#local.forecast(key, nowMs);
  }

  learn(key: string, headers: ResponseHeaders, nowMs: number): void {
    this.#local.learn(key, headers, nowMs);
  }

  take(key: string, nowMs: number, isLong: boolean): Admission {
    const share = this.#share(key);
    if (!this.#redis.isAvailable || share.localUntilMs > Date.now())
      return this.#begin(share, this.#local.take(key, nowMs, isLong));
    if (share.granted > 0) {
      const admission = this.#local.take(key, nowMs, isLong);
      if (admission.kind === 'granted') share.granted -= 1;
      return this.#begin(share, admission);
    }
    // Does not ask Redis if this gateway already knows the result.
    if (this.#local.forecast(key, nowMs)?.left === 0) return this.#local.take(key, nowMs, isLong);
    const untilMs = isLong ? share.exhaustedForLongUntilMs : share.exhaustedUntilMs;
    if (untilMs > nowMs) return { kind: 'exhausted', retryAtMs: untilMs };
    if (share.asked === 0 && share.pause === null) this.#ask(share, isLong).catch(() => undefined);
    return { kind: 'pending' };
  }

  settle(key: string, outcome: CallOutcome, nowMs: number): void {
    const share = this.#share(key);
    share.inFlight = Math.max(0, share.inFlight - 1);
    if (outcome === 'noResponse') share.withoutResponse += 1;
    if (outcome === 'responded') share.hadResponse = true;
    this.#local.settle(key, outcome, nowMs);
    this.#changed(share);
    // There may be room now, so Redis can be asked at once.
    share.stopPause();
    share.pauseMs = minPauseMs;
  }

  reject(key: string, untilMs: number): void {
    this.#local.reject(key, untilMs);
    const share = this.#share(key);
    share.rejectedUntilMs = Math.max(share.rejectedUntilMs ?? 0, untilMs);
    // At once: the next call of any gateway would be rejected as well.
    this.#report(share);
  }

  onChange(listener: (key: string) => void): void {
    this.#listener = listener;
  }

  // ---- what this gateway has in flight -----------------------------------------------------------------

  #share(key: string): TokenShare {
    let share = this.#shares.get(key);
    if (!share) {
      share = new TokenShare(key, this.#baseUrl);
      this.#shares.set(key, share);
    }
    return share;
  }

  #removeIfIdle(share: TokenShare): void {
    if (share.inFlight > 0 || share.sending > 0 || share.pause !== null || share.isDirty) return;
    // A late report of a removed share must not remove its replacement.
    if (this.#shares.get(share.key) !== share) return;
    if (share.exhaustedUntilMs <= this.#now() && share.localUntilMs <= Date.now())
      this.#shares.delete(share.key);
  }

  #begin(share: TokenShare, admission: Admission): Admission {
    if (admission.kind !== 'granted') return admission;
    share.inFlight += 1;
    this.#renewing ??= setInterval(() => this.#renewAll(), leaseMs / 3).unref();
    return admission;
  }

  #renewAll(): void {
    let holders = 0;
    for (const share of [...this.#shares.values()]) {
      if (share.inFlight === 0) this.#removeIfIdle(share);
      else {
        holders += 1;
        this.#changed(share);
      }
    }
    if (holders > 0 || this.#renewing === null) return;
    clearInterval(this.#renewing);
    this.#renewing = null;
  }

  // ---- messages to Redis ---------------------------------------------------------------------------------

  async #ask(share: TokenShare, isLong: boolean): Promise<void> {
    share.stopPause();
    share.asked = share.wanted;
    const kept = isLong ? String(reservedPercent) : '0';
    const reply = await this.#send(share, 'take', [String(share.wanted), kept]);
    share.asked = 0;
    if (reply === null) share.localUntilMs = Date.now() + localOnlyMs;
    else {
      if (reply.reported) this.#local.update(share.key, reply.reported, this.#now());
      if (reply.admission === 'exhausted') {
        if (!isLong) share.exhaustedUntilMs = reply.atMs;
        share.exhaustedForLongUntilMs = reply.atMs;
      }
      if (reply.admission === 'pending') this.#pauseBeforeNext(share);
      else share.pauseMs = minPauseMs;
      share.granted = reply.granted;
      share.wanted = Math.min(maxWanted, share.wanted * 2);
    }
    this.#listener(share.key);
    // Returns granted calls that are not used at once, because no other gateway could make them.
    if (share.granted > 0 || share.isOverstated) this.#changed(share);
    share.granted = 0;
    if (share.asked === 0) share.wanted = 1;
    this.#removeIfIdle(share);
  }

  #pauseBeforeNext(share: TokenShare): void {
    share.pause = setTimeout(() => {
      share.pause = null;
      this.#listener(share.key);
      this.#removeIfIdle(share);
    }, share.pauseMs);
    share.pauseMs = Math.min(maxPauseMs, share.pauseMs * 2);
  }

  /** Sends the state of a share after this turn of the event loop, in which it may change again. */
  #changed(share: TokenShare): void {
    share.isDirty = true;
    if (!this.#redis.isAvailable) return;
    if (this.#dirty.size === 0) setImmediate(() => this.#flush());
    this.#dirty.add(share);
  }

  #flush(): void {
    const all = [...this.#dirty];
    this.#dirty.clear();
    // Another message may have sent the state meanwhile.
    for (const share of all) if (share.isDirty) this.#report(share);
  }

  #report(share: TokenShare): void {
    this.#send(share, 'report').then(
      () => this.#removeIfIdle(share),
      () => undefined,
    );
  }

  /** Sends the state of a share, and requests calls if `rest` says so. */
  async #send(
    share: TokenShare,
    action: 'take' | 'report',
    rest: readonly string[] = [],
  ): Promise<Reply | null> {
    const { withoutResponse, hadResponse, rejectedUntilMs } = share;
    const reported = this.#local.read(share.key);
    share.isDirty = false;
    share.withoutResponse = 0;
    share.hadResponse = false;
    share.rejectedUntilMs = null;
    // Requested calls may already have been granted, so they must count until that is known.
    const calls = share.inFlight + (action === 'report' ? share.asked : 0);
    share.isOverstated = action === 'report' && share.asked > 0;
    const args = [
      action,
      String(this.#now()),
      this.#gateway,
      String(calls),
      String(reported?.limit ?? ''),
      String(reported?.remaining ?? ''),
      String(reported?.resetAtMs ?? ''),
      String(withoutResponse),
      hadResponse ? '1' : '0',
      String(rejectedUntilMs ?? ''),
      String(leaseMs),
      ...rest,
    ];
    share.sending += 1;
    const reply = await this.#redis.run(budgetScript, share.names, args, () => this.#changed(share));
    share.sending -= 1;
    if (reply !== undefined) return readReply(reply);
    // Kept until Redis is back. If Redis rejects the command, repeating it would not help.
    share.isDirty = !this.#redis.isAvailable;
    share.withoutResponse += withoutResponse;
    share.hadResponse ||= hadResponse;
    share.rejectedUntilMs = Math.max(rejectedUntilMs ?? 0, share.rejectedUntilMs ?? 0) || null;
    return null;
  }
}

interface Reply {
  readonly granted: number;
  readonly admission: string;
  readonly atMs: number;
  readonly reported: RateBudget | null;
}

function readReply(reply: RedisReply): Reply | null {
  if (!Array.isArray(reply)) return null;
  const [granted, admission, atMs, limit, remaining, resetAtMs] = reply.map(String);
  const reported = { limit: Number(limit), remaining: Number(remaining), resetAtMs: Number(resetAtMs) };
  return {
    granted: Number(granted),
    admission: String(admission),
    atMs: Number(atMs),
    reported: reported.limit < 0 || reported.resetAtMs < 0 ? null : reported,
  };
}
