-- Reserves a place among the sessions of a user. Keys: the user's index.
-- Arguments: 1 now, 2 store key, 3 entry, 4 end of the entry, 5 how many places there are.
local now = tonumber(ARGV[1])
local entries = redis.call('HGETALL', KEYS[1])
local sources, kinds = {}, {}
for i = 1, #entries, 2 do
  local kind, guarded, _, from = parsed(entries[i + 1])
  if kind == 'r' and guarded <= now then
    redis.call('HDEL', KEYS[1], entries[i])
  else
    kinds[entries[i]], sources[entries[i]] = kind, from
  end
end
-- A session that is on the move has two entries, but one place.
local taken = 0
for key, from in pairs(sources) do
  if key ~= ARGV[2] and not kinds[from] then
    taken = taken + 1
  end
end
if kinds[ARGV[2]] == 's' then
  return {'reserved'}
elseif kinds[ARGV[2]] == 'r' or taken < tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
  keep_until(KEYS[1], ARGV[4], ARGV[1])
  return {'reserved'}
end
return {'full', redis.call('HGETALL', KEYS[1])}
