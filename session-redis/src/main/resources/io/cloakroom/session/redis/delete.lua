-- Ends a session. Keys: the session. Arguments: 1 generation, 2 now, 3 lifetime of the trace.
local session, refusal = open(KEYS[1], ARGV[1], ARGV[2])
if refusal then
  return refusal
end
bury(KEYS[1], ARGV[3], 'deleted', '1')
return {'applied', integer(session.version), ARGV[1], session.owner}
