-- Moves the times of a session on. Keys: the session. Arguments: 1 generation, 2 now, 3 grace, 4 last access, 5 expiry.
local session, refusal = open(KEYS[1], ARGV[1], ARGV[2])
if refusal then
  return refusal
end
local expires = later(session.expires, ARGV[5])
redis.call('HSET', KEYS[1], 'l', integer(later(session.accessed, ARGV[4])), 'x', integer(expires))
drop_after(KEYS[1], expires, ARGV[2], ARGV[3])
return {'touched'}
