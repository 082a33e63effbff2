-- Stores a new session. Keys: the session. Arguments: 1 its physical lifetime, then its fields and values.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'taken'}
end
local fields = {}
for i = 2, #ARGV do
  fields[i - 1] = ARGV[i]
end
in_pieces('HSET', KEYS[1], fields)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {'created'}
