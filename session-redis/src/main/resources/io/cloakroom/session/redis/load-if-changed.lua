-- Reads a session, unless it is as the caller has it. Keys: the session. Arguments: 1 the state that the caller has.
local stored = redis.call('HMGET', KEYS[1], 'v', 'w', 'l', 'x')
if stored[1] and stored[2] and stored[1] .. ':' .. stored[2] == ARGV[1] then
  return {'same', stored[3], stored[4]}
end
return {'other', redis.call('HGETALL', KEYS[1])}
