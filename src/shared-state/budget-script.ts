import { redisScript } from './redis-connection.ts';

/**
 * The shared budget of a token, by the rules of `rest/budget.ts`. One hash has what Clio last reported and
 * until when it rejects calls. Another hash has, for each gateway, the number of its calls in flight and the
 * end of its lease. A gateway renews its lease while it has calls in flight; a dead gateway no longer counts.
 *
 * A gateway always sends the number of its calls, never a difference: after a gap, its next message corrects
 * what was lost.
 *
 * Times are those of the gateways, as in local budgets. Only leases use Redis's own clock.
 *
 * KEYS: the budget, the gateways. ARGV:
 * 1 to 4. `take` or `report`, the time, the gateway, its calls in flight
 * 5 to 7. the budget that Clio last reported to this gateway (limit, remaining, reset), or empty
 * 8. calls that ended without a response since the last message; 9. `1` if a call had a response since then
 * 10. until when Clio rejects calls, or empty
 * 11. how long a lease lasts
 * 12 and 13, of `take`. the number of wanted calls; the percentage of a window's calls that must be left to
 * others Returns: calls granted, admission, when to try again, limit, remaining, reset
 */
export const budgetScript = redisScript(`
local budget, gateways = KEYS[1], KEYS[2]
local now, own = tonumber(ARGV[2]), tonumber(ARGV[4])
local limit, remaining, reset = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local known = redis.call('HMGET', budget, 'limit', 'remaining', 'reset', 'refused', 'once')
local knownRemaining, knownReset = tonumber(known[2]), tonumber(known[3])
local refused = tonumber(known[4]) or 0
local once = tonumber(known[5]) or 6
if reset and (not knownReset or knownReset <= now or reset > knownReset) then
  redis.call('HSET', budget, 'limit', limit, 'remaining', remaining, 'reset', reset)
elseif reset and reset == knownReset then
  remaining = math.min(remaining, knownRemaining)
  redis.call('HSET', budget, 'limit', limit, 'remaining', remaining)
else
  limit, remaining, reset = tonumber(known[1]), knownRemaining, knownReset
end
if tonumber(ARGV[8]) > 0 and remaining then
  remaining = math.max(0, remaining - tonumber(ARGV[8]))
  redis.call('HSET', budget, 'remaining', remaining)
end
if ARGV[9] == '1' and refused <= now then
  refused, once = 0, 6
  redis.call('HSET', budget, 'refused', 0, 'once', 6)
end
if ARGV[10] ~= '' then
  refused, once = math.max(refused, tonumber(ARGV[10])), 1
  redis.call('HSET', budget, 'refused', string.format('%.0f', refused), 'once', 1)
end

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local others = 0
local leases = redis.call('HGETALL', gateways)
for index = 1, #leases, 2 do
  local calls, ends = string.match(leases[index + 1], '^(%d+) (%d+)$')
  if tonumber(ends) <= clock then
    redis.call('HDEL', gateways, leases[index])
  elseif leases[index] ~= ARGV[3] then
    others = others + tonumber(calls)
  end
end

local admission, at, granted = 'granted', 0, 0
if ARGV[1] == 'take' then
  local left
  if refused > now then
    left, admission, at = 0, 'exhausted', refused
  elseif refused > 0 or not reset or now >= reset + 1000 then
    left = once - others - own
  elseif remaining == 0 then
    redis.call('HSET', budget, 'once', 1)
    left, admission, at = 0, 'exhausted', reset + 1000
  else
    left = remaining - others - own
    local kept = math.floor(limit * tonumber(ARGV[13]) / 100)
    if left > 0 and left <= kept then admission, at = 'exhausted', reset + 1000 end
    left = left - kept
  end
  granted = math.max(0, math.min(tonumber(ARGV[12]), left))
  if granted == 0 and admission == 'granted' then admission = 'pending' end
end
if own + granted > 0 then
  redis.call('HSET', gateways, ARGV[3], string.format('%d %.0f', own + granted, clock + tonumber(ARGV[11])))
else
  redis.call('HDEL', gateways, ARGV[3])
end
redis.call('PEXPIRE', budget, 7200000)
redis.call('PEXPIRE', gateways, 7200000)
return { granted, admission, string.format('%.0f', at), limit or -1, remaining or -1, string.format('%.0f', reset or -1) }
`);
