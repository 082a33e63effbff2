-- Claims a session that has expired, for one claimant, and returns it. Nobody finds the session from then on; its
-- claimant may ask again, in case an answer was lost.
-- Keys: the session. Arguments: 1 now, 2 claimant, 3 how long it is kept for the claimant, 4 format.
local stored = redis.call('HMGET', KEYS[1], 'v', 'x', 'claim', 'f')
if not stored[1] or not stored[2] then
  return {'gone'}
end
local claimant, expires = string.match(stored[3] or '', '^([^:]+):(%d+)$')
if claimant and claimant ~= ARGV[2] then
  return {'gone'}
elseif stored[4] ~= ARGV[4] then
  return {'unknown'}
elseif not claimant and tonumber(stored[2]) > tonumber(ARGV[1]) then
  return {'alive', stored[2]}
end
expires = expires or stored[2]
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  if fields[i] == 'x' then
    fields[i + 1] = expires
  end
end
-- An end long ago is one for all clocks.
local marked = redis.pcall('HSET', KEYS[1], 'x', '0', 'claim', ARGV[2] .. ':' .. expires)
if type(marked) == 'table' and marked.err then
  -- No memory is left for the mark. A lost answer loses the event then, but what expires must make room.
  redis.call('DEL', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return {'claimed', fields}
