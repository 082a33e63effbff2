-- Second step of a move to another slot: stores the session with the changes, under the key where it goes, with a mark
-- of where it came from. Keys: where it goes.
-- Arguments: see changes.lua; 9 the key that it comes from, 10 how many fields and values it has, which follow, then
-- the attributes that change.
local mark = redis.call('HGET', KEYS[1], 'm')
if mark then
  -- An earlier try of the same move. Changed since, it has been completed: others find it already.
  local from, version = string.match(mark, '^([^:]+):(%d+)$')
  if from ~= ARGV[9] then
    return {'taken'}
  elseif redis.call('HGET', KEYS[1], 'v') ~= version then
    return {'arrived'}
  end
  redis.call('DEL', KEYS[1])
elseif redis.call('EXISTS', KEYS[1]) == 1 then
  return {'taken'}
end
local count = tonumber(ARGV[10])
local fields = {}
for i = 1, count do
  fields[i] = ARGV[10 + i]
end
in_pieces('HSET', KEYS[1], fields)
local stored = redis.call('HMGET', KEYS[1], 'x', 'l', 'v', 'd', 'o')
local session = {
  expires = tonumber(stored[1]), accessed = tonumber(stored[2]), version = tonumber(stored[3]),
  deadline = stored[4], owner = stored[5] or ''
}
local applied = apply(KEYS[1], session, integer(tonumber(ARGV[1]) + 1), 11 + count)
redis.call('HSET', KEYS[1], 'm', ARGV[9] .. ':' .. applied[2])
return applied
