import { hash, randomBytes } from 'node:crypto';
import { type Admission, type CallOutcome, createLocalBudgets, type RateBudgets } from '../rest/budget.ts';
import type { RateBudget } from '../rest/types.ts';
import { budgetScript } from './budget-script.ts';
import { keyPrefix } from './key-prefix.ts';
import type { RedisConnection, RedisReply } from './redis-connection.ts';

export interface SharedBudgetsOptions {
  readonly redis: RedisConnection;
  /** REST base: one token text in two regions has two budgets. */
  readonly baseUrl: string;
  /** Longer than any call can last: a call that has not ended by then is one of a gateway that is no more. */
  readonly longestCallMs: number;
  /** @default the machine's clock */
  readonly now?: () => number;
}

/** What this gateway holds of a token's budget. */
interface TokenLeases {
  /** Calls granted by Redis and not yet made; they are made or given back at once. */
  readonly leases: string[];
  /** Calls under way, by their leases; null for one that was granted while Redis was away. */
  readonly out: (string | null)[];
  isAsking: boolean;
  /** How many calls to ask for: doubled while that was too few. */
  want: number;
  /** Set while all is spoken for, until Redis is asked again. */
  pause: NodeJS.Timeout | null;
  spentUntilMs: number;
  /** Until then Redis is not asked: it did not do what it was asked for. */
  aloneUntilMs: number;
}

/** Calls asked for at once. */
const maxWant = 16;
/** While what is left is spoken for by calls under way elsewhere, Redis is asked this often. */
const pauseMs = 20;
const aloneMs = 1000;

/**
 * A book whose budgets all gateways share: a call is sent once Redis has granted it, which it does within what Clio last told any of
 * them. While Redis is away, or slow, the book in this process's memory decides alone.
 */
export function createSharedBudgets(options: SharedBudgetsOptions): RateBudgets {
  const { redis, baseUrl, now = Date.now } = options;
  const local = createLocalBudgets();
  const hands = new Map<string, TokenLeases>();
  const gateway = randomBytes(9).toString('base64url');
  let asked = 0;
  let listener: (key: string) => void = () => undefined;

  const handOf = (key: string): TokenLeases => {
    let hand = hands.get(key);
    if (!hand) {
      hand = { leases: [], out: [], isAsking: false, want: 1, pause: null, spentUntilMs: 0, aloneUntilMs: 0 };
      hands.set(key, hand);
    }
    return hand;
  };
  const keysOf = (key: string): [string, string] => {
    const name = hash('sha256', `${baseUrl}\n${key}`, 'base64url');
    // The braces keep both in one part of a cluster.
    return [`${keyPrefix}budget:{${name}}`, `${keyPrefix}calls:{${name}}`];
  };
  const told = (key: string): string[] => {
    const budget = local.read(key);
    return budget ? [String(budget.limit), String(budget.remaining), String(budget.resetAtMs)] : ['', '', ''];
  };
  const tell = (
    key: string,
    action: 'settle' | 'refuse',
    nowMs: number,
    ...rest: readonly string[]
  ): void => {
    redis
      .run(budgetScript, keysOf(key), [action, String(nowMs), ...told(key), ...rest])
      .catch(() => undefined);
  };
  const giveBack = (key: string, leases: readonly string[], nowMs: number): void => {
    for (const lease of leases) tell(key, 'settle', nowMs, lease, 'unsent');
  };
  const tidy = (key: string, hand: TokenLeases): void => {
    const isIdle = !hand.isAsking && hand.pause === null && hand.out.length === 0;
    if (isIdle && hand.spentUntilMs <= now() && hand.aloneUntilMs <= Date.now()) hands.delete(key);
  };

  async function ask(key: string, hand: TokenLeases, nowMs: number): Promise<void> {
    hand.isAsking = true;
    if (hand.pause !== null) clearTimeout(hand.pause);
    hand.pause = null;
    asked += 1;
    const prefix = `${gateway}-${asked}-`;
    const want = String(hand.want);
    const reply = await redis.run(
      budgetScript,
      keysOf(key),
      ['take', String(nowMs), ...told(key), want, String(options.longestCallMs), prefix],
      // Nobody waits for these calls any more.
      (late) => giveBack(key, leasesIn(late, prefix), now()),
    );
    hand.isAsking = false;
    const grant = reply === undefined ? null : readGrant(reply);
    if (grant === null) hand.aloneUntilMs = Date.now() + aloneMs;
    else {
      if (grant.told) local.update(key, grant.told, now());
      if (grant.verdict === 'spent') hand.spentUntilMs = grant.atMs;
      if (grant.verdict === 'settling') {
        hand.pause = setTimeout(() => {
          hand.pause = null;
          listener(key);
          tidy(key, hand);
        }, pauseMs);
      }
      hand.leases.push(...leaseNames(grant.granted, prefix));
      // In case that was too few.
      hand.want = Math.min(maxWant, hand.want * 2);
    }
    listener(key);
    // A lease that is not used at once would be a call that no gateway can make.
    giveBack(key, hand.leases.splice(0), now());
    if (!hand.isAsking) hand.want = 1;
    tidy(key, hand);
  }

  function take(key: string, nowMs: number): Admission {
    const hand = handOf(key);
    const isAlone = !redis.isAvailable || hand.aloneUntilMs > Date.now();
    if (isAlone || hand.leases.length > 0) {
      const verdict = local.take(key, nowMs);
      if (verdict.kind === 'granted') hand.out.push(isAlone ? null : (hand.leases.pop() as string));
      return verdict;
    }
    // What this gateway knows by itself costs no question.
    if (local.forecast(key, nowMs)?.left === 0) return local.take(key, nowMs);
    if (hand.spentUntilMs > nowMs) return { kind: 'spent', againAtMs: hand.spentUntilMs };
    if (!hand.isAsking && hand.pause === null) ask(key, hand, nowMs).catch(() => undefined);
    return { kind: 'settling' };
  }

  return {
    read: (key) => local.read(key),
    forecast: (key, nowMs) => local.forecast(key, nowMs),
    take,
    learn: (key, headers, nowMs) => local.learn(key, headers, nowMs),
    settle(key, fate: CallOutcome, nowMs) {
      const hand = handOf(key);
      const lease = hand.out.shift();
      // What Clio told, all shall know, also of a call that no lease was taken for.
      tell(key, 'settle', nowMs, lease ?? '', fate);
      local.settle(key, fate, nowMs);
      // There may be room now: no need to wait before asking again.
      if (hand.pause !== null) clearTimeout(hand.pause);
      hand.pause = null;
      tidy(key, hand);
    },
    refuse(key, untilMs) {
      local.refuse(key, untilMs);
      tell(key, 'refuse', now(), String(untilMs));
    },
    onChange(told) {
      listener = told;
    },
  };
}

interface Grant {
  readonly granted: number;
  readonly verdict: string;
  readonly atMs: number;
  readonly told: RateBudget | null;
}

function readGrant(reply: RedisReply): Grant | null {
  if (!Array.isArray(reply)) return null;
  const [granted, verdict, atMs, limit, remaining, resetAtMs] = reply.map(String);
  const told = { limit: Number(limit), remaining: Number(remaining), resetAtMs: Number(resetAtMs) };
  return {
    granted: Number(granted),
    verdict: String(verdict),
    atMs: Number(atMs),
    told: told.limit < 0 || told.resetAtMs < 0 ? null : told,
  };
}

function leaseNames(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

function leasesIn(reply: RedisReply, prefix: string): string[] {
  return leaseNames(readGrant(reply)?.granted ?? 0, prefix);
}
