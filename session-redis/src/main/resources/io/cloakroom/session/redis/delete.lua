-- Ends a session. Keys: the session. Arguments: 1 generation, 2 now, 3 lifetime of the trace.
local refused = refusal(KEYS[1], ARGV[1], ARGV[2])
if refused then
  return refused
end
local version = redis.call('HGET', KEYS[1], 'v')
bury(KEYS[1], ARGV[3], 'deleted', '1')
return {'applied', version, ARGV[1]}
