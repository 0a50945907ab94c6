import { hash, randomBytes } from 'node:crypto';
import {
  type Admission,
  type CallOutcome,
  createLocalBudgets,
  type RateBudgets,
  reservedPercent,
} from '../rest/budget.ts';
import type { RateBudget } from '../rest/types.ts';
import { budgetScript } from './budget-script.ts';
import { keyPrefix } from './key-prefix.ts';
import type { RedisConnection, RedisReply } from './redis-connection.ts';

export interface SharedBudgetsOptions {
  readonly redis: RedisConnection;
  /** REST base: one token text in two regions has two budgets. */
  readonly baseUrl: string;
  /** @default the machine's clock */
  readonly now?: () => number;
}

/** How long the calls of a gateway count after its last message. A gateway with calls in flight sends three messages in this time. */
const leaseMs = 5000;
/** Maximum number of calls requested at once. */
const maxWanted = 16;
/** While other gateways have claimed what is left, Redis is asked again after this long, and then less and less often. */
const minPauseMs = 20;
const maxPauseMs = 200;
/** How long local state decides after Redis has not done what it was asked for. */
const localOnlyMs = 1000;

/** What this gateway knows of the shared budget of one token. */
class TokenShare {
  readonly key: string;
  /** Names in Redis: of the budget, and of the gateways' leases. */
  readonly names: readonly [budget: string, gateways: string];
  /** Calls in flight at this gateway, granted by Redis or, while it is unavailable, by local state. */
  inFlight = 0;
  /** Calls granted by Redis and not yet used; they are used or returned at once. */
  granted = 0;
  /** Calls that Redis is being asked for; 0 while it is not being asked. */
  asked = 0;
  /** How many calls to ask for: doubled while that was too few. */
  wanted = 1;
  /** Set while the gateway waits before it asks again. */
  pause: NodeJS.Timeout | null = null;
  pauseMs = minPauseMs;
  exhaustedUntilMs = 0;
  /** The same for long requests, which leave the reserve alone. */
  exhaustedForLongUntilMs = 0;
  /** Until then Redis is not asked. */
  localUntilMs = 0;
  /** Whether a report that was sent while Redis was being asked counted calls that Redis may not have granted. */
  isOverstated = false;
  /** Whether Redis has to be sent the state of this share. */
  isDirty = false;
  /** Messages to Redis that have not been answered. */
  sending = 0;
  /** Calls that ended without a response, and have not been reported. */
  unanswered = 0;
  /** Whether a call was answered, and that has not been reported. */
  wasAnswered = false;
  refusedUntilMs: number | null = null;

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
 * Creates budgets that all gateways share: a call is sent once Redis has granted it, within what Clio last reported to any of the
 * gateways. While Redis is unavailable, or slow, the local state of this process decides alone.
 *
 * Redis holds the number of calls that each gateway has in flight. What a gateway could not report it reports when Redis is back, and
 * until then its lease runs out: neither a stalled Redis nor a dead gateway holds back a login.
 */
export function createSharedBudgets(options: SharedBudgetsOptions): RateBudgets {
  const { redis, baseUrl, now = Date.now } = options;
  const local = createLocalBudgets();
  const shares = new Map<string, TokenShare>();
  const gateway = randomBytes(9).toString('base64url');
  const dirty = new Set<TokenShare>();
  let renewing: NodeJS.Timeout | null = null;
  let listener: (key: string) => void = () => undefined;

  const shareOf = (key: string): TokenShare => {
    let share = shares.get(key);
    if (!share) {
      share = new TokenShare(key, baseUrl);
      shares.set(key, share);
    }
    return share;
  };
  const removeIfIdle = (share: TokenShare): void => {
    if (share.inFlight > 0 || share.sending > 0 || share.pause !== null || share.isDirty) return;
    // A late report of a share that was removed must not remove the one that has taken its place.
    if (shares.get(share.key) !== share) return;
    if (share.exhaustedUntilMs <= now() && share.localUntilMs <= Date.now()) shares.delete(share.key);
  };

  /** Sends the state of a share, and asks for calls where `rest` says so. */
  const send = async (
    share: TokenShare,
    action: 'take' | 'report',
    rest: readonly string[] = [],
  ): Promise<Reply | null> => {
    const { unanswered, wasAnswered, refusedUntilMs } = share;
    const reported = local.read(share.key);
    share.isDirty = false;
    share.unanswered = 0;
    share.wasAnswered = false;
    share.refusedUntilMs = null;
    // What Redis is being asked for may have been granted already: it must not be taken back before that is known.
    const calls = share.inFlight + (action === 'report' ? share.asked : 0);
    share.isOverstated = action === 'report' && share.asked > 0;
    const args = [
      action,
      String(now()),
      gateway,
      String(calls),
      reported ? String(reported.limit) : '',
      reported ? String(reported.remaining) : '',
      reported ? String(reported.resetAtMs) : '',
      String(unanswered),
      wasAnswered ? '1' : '0',
      refusedUntilMs === null ? '' : String(refusedUntilMs),
      String(leaseMs),
      ...rest,
    ];
    share.sending += 1;
    const reply = await redis.run(budgetScript, share.names, args, () => changed(share));
    share.sending -= 1;
    if (reply !== undefined) return readReply(reply);
    // Kept until Redis is back. Where Redis is there and refuses, nothing is gained by trying again.
    share.isDirty = !redis.isAvailable;
    share.unanswered += unanswered;
    share.wasAnswered ||= wasAnswered;
    share.refusedUntilMs = Math.max(refusedUntilMs ?? 0, share.refusedUntilMs ?? 0) || null;
    return null;
  };
  const report = (share: TokenShare): void => {
    send(share, 'report').then(
      () => removeIfIdle(share),
      () => undefined,
    );
  };
  /** Sends the state of a share after this turn of the event loop, in which it may change again. */
  const changed = (share: TokenShare): void => {
    share.isDirty = true;
    if (!redis.isAvailable) return;
    if (dirty.size === 0) setImmediate(flush);
    dirty.add(share);
  };
  const flush = (): void => {
    const all = [...dirty];
    dirty.clear();
    // Another message may have carried the state meanwhile.
    for (const share of all) if (share.isDirty) report(share);
  };
  redis.onReconnect(() => {
    for (const share of shares.values()) changed(share);
  });

  const renewAll = (): void => {
    let holders = 0;
    for (const share of [...shares.values()]) {
      if (share.inFlight === 0) removeIfIdle(share);
      else {
        holders += 1;
        changed(share);
      }
    }
    if (holders > 0 || renewing === null) return;
    clearInterval(renewing);
    renewing = null;
  };

  async function ask(share: TokenShare, isLong: boolean): Promise<void> {
    share.stopPause();
    share.asked = share.wanted;
    const kept = isLong ? String(reservedPercent) : '0';
    const reply = await send(share, 'take', [String(share.wanted), kept]);
    share.asked = 0;
    if (reply === null) share.localUntilMs = Date.now() + localOnlyMs;
    else {
      if (reply.reported) local.update(share.key, reply.reported, now());
      if (reply.admission === 'exhausted') {
        if (!isLong) share.exhaustedUntilMs = reply.atMs;
        share.exhaustedForLongUntilMs = reply.atMs;
      }
      if (reply.admission === 'pending') pauseBeforeNext(share);
      else share.pauseMs = minPauseMs;
      share.granted = reply.granted;
      share.wanted = Math.min(maxWanted, share.wanted * 2);
    }
    listener(share.key);
    // A granted call that is not used at once would be one that no gateway can make.
    if (share.granted > 0 || share.isOverstated) changed(share);
    share.granted = 0;
    if (share.asked === 0) share.wanted = 1;
    removeIfIdle(share);
  }

  function pauseBeforeNext(share: TokenShare): void {
    share.pause = setTimeout(() => {
      share.pause = null;
      listener(share.key);
      removeIfIdle(share);
    }, share.pauseMs);
    share.pauseMs = Math.min(maxPauseMs, share.pauseMs * 2);
  }

  function begin(share: TokenShare, admission: Admission): Admission {
    if (admission.kind !== 'granted') return admission;
    share.inFlight += 1;
    renewing ??= setInterval(renewAll, leaseMs / 3).unref();
    return admission;
  }

  return {
    read: (key) => local.read(key),
    forecast: (key, nowMs) => local.forecast(key, nowMs),
    learn: (key, headers, nowMs) => local.learn(key, headers, nowMs),
    take(key, nowMs, isLong) {
      const share = shareOf(key);
      if (!redis.isAvailable || share.localUntilMs > Date.now())
        return begin(share, local.take(key, nowMs, isLong));
      if (share.granted > 0) {
        const admission = local.take(key, nowMs, isLong);
        if (admission.kind === 'granted') share.granted -= 1;
        return begin(share, admission);
      }
      // What this gateway knows by itself needs no question.
      if (local.forecast(key, nowMs)?.left === 0) return local.take(key, nowMs, isLong);
      const untilMs = isLong ? share.exhaustedForLongUntilMs : share.exhaustedUntilMs;
      if (untilMs > nowMs) return { kind: 'exhausted', retryAtMs: untilMs };
      if (share.asked === 0 && share.pause === null) ask(share, isLong).catch(() => undefined);
      return { kind: 'pending' };
    },
    settle(key, outcome: CallOutcome, nowMs) {
      const share = shareOf(key);
      share.inFlight = Math.max(0, share.inFlight - 1);
      if (outcome === 'unanswered') share.unanswered += 1;
      if (outcome === 'answered') share.wasAnswered = true;
      local.settle(key, outcome, nowMs);
      changed(share);
      // There may be room now: Redis can be asked at once.
      share.stopPause();
      share.pauseMs = minPauseMs;
    },
    refuse(key, untilMs) {
      local.refuse(key, untilMs);
      const share = shareOf(key);
      share.refusedUntilMs = Math.max(share.refusedUntilMs ?? 0, untilMs);
      // At once: the next call of any gateway would be refused as well.
      report(share);
    },
    onChange(onChange) {
      listener = onChange;
    },
  };
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
