-- Removes a session that has expired, and returns it. Keys: the session. Arguments: 1 now.
local stored = redis.call('HMGET', KEYS[1], 'v', 'x')
if not stored[1] or not stored[2] then
  return {'gone'}
elseif tonumber(stored[2]) > tonumber(ARGV[1]) then
  return {'alive', stored[2]}
end
local fields = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return {'claimed', fields}
