import { redisScript } from './redis-connection.ts';

/**
 * A token's budget as all gateways see it, by the rules of `rest/budget.ts`. What Clio last told, and whether it has refused a call,
 * stand in a hash; the calls under way in a sorted set, each until it is ended or must have been (a gateway can die).
 *
 * Times are the gateways', as they are in the book in memory; only the end of a lease goes by Redis's own clock.
 *
 * KEYS: the hash, the set. ARGV: what to do, the time, what Clio last told this gateway (limit, remaining, reset; or empty), then
 * - take: how many, how long a lease lasts, a prefix for their names → granted, verdict, its time, limit, remaining, reset
 * - settle: the name of the lease, how it ended
 * - refuse: until when
 */
export const budgetScript = redisScript(`
local book, calls = KEYS[1], KEYS[2]
local now = tonumber(ARGV[2])
local limit, remaining, reset = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local known = redis.call('HMGET', book, 'limit', 'remaining', 'reset', 'refused', 'once')
local knownRemaining, knownReset = tonumber(known[2]), tonumber(known[3])
if reset and (not knownReset or knownReset <= now or reset > knownReset) then
  redis.call('HSET', book, 'limit', limit, 'remaining', remaining, 'reset', reset)
elseif reset and reset == knownReset then
  remaining = math.min(remaining, knownRemaining)
  redis.call('HSET', book, 'limit', limit, 'remaining', remaining)
else
  limit, remaining, reset = tonumber(known[1]), knownRemaining, knownReset
end
local refused = tonumber(known[4]) or 0
local once = tonumber(known[5]) or 6
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

local verdict, at, granted = 'granted', 0, 0
if ARGV[1] == 'take' then
  redis.call('ZREMRANGEBYSCORE', calls, '-inf', clock)
  local underWay = redis.call('ZCARD', calls)
  local room
  if refused > now then
    room, verdict, at = 0, 'spent', refused
  elseif refused > 0 or not reset or now >= reset + 1000 then
    room = once - underWay
  elseif remaining == 0 then
    redis.call('HSET', book, 'once', 1)
    room, verdict, at = 0, 'spent', reset + 1000
  else
    room = remaining - underWay
  end
  granted = math.max(0, math.min(tonumber(ARGV[6]), room))
  if granted == 0 and verdict == 'granted' then verdict = 'settling' end
  for index = 1, granted do
    redis.call('ZADD', calls, clock + tonumber(ARGV[7]), ARGV[8] .. index)
  end
elseif ARGV[1] == 'settle' then
  redis.call('ZREM', calls, ARGV[6])
  if ARGV[7] == 'unanswered' and remaining and remaining > 0 then
    redis.call('HSET', book, 'remaining', remaining - 1)
  end
  if ARGV[7] == 'answered' and refused <= now then
    redis.call('HSET', book, 'refused', 0, 'once', 6)
  end
else
  redis.call('HSET', book, 'refused', string.format('%.0f', math.max(refused, tonumber(ARGV[6]))), 'once', 1)
end
redis.call('PEXPIRE', book, 7200000)
redis.call('PEXPIRE', calls, 7200000)
return { granted, verdict, string.format('%.0f', at), limit or -1, remaining or -1, string.format('%.0f', reset or -1) }
`);
