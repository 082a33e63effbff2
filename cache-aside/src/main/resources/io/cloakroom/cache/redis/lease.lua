-- The right to load a missing entry, for one of many.
-- KEYS: entry, control. ARGV: token, lease in ms, head of the entry that the caller has seen and cannot use ('' for none)
-- Answers {'filled', entry}, {'busy', ms, position...}, {'off', ms} or {'granted', position...}.
local entry = redis.call('GET', KEYS[1])
if entry and entry ~= '' and (ARGV[3] == '' or string.sub(entry, 1, #ARGV[3]) ~= ARGV[3]) then
  return {'filled', entry}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local control = redis.call('HMGET', KEYS[2], 'owner', 'until', 'off', 'positions')
local off = (tonumber(control[3]) or 0) - now
if off > 0 then
  return {'off', off}
end
local remaining = (tonumber(control[2]) or 0) - now
local answer = {'granted'}
if control[1] and control[1] ~= ARGV[1] and remaining > 0 then
  answer = {'busy', remaining}
else
  redis.call('HSET', KEYS[2], 'owner', ARGV[1], 'until', string.format('%.0f', now + ARGV[2]))
  if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
  end
end
for position in string.gmatch(control[4] or '', '[^\n]+') do
  answer[#answer + 1] = position
end
return answer
