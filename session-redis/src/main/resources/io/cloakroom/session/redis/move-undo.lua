-- Takes a move to another slot back, before anybody can have found the session there. Keys: where it went.
-- Arguments: 1 the key that it came from.
local mark = redis.call('HMGET', KEYS[1], 'm', 'v')
if mark[1] == ARGV[1] .. ':' .. (mark[2] or '') then
  redis.call('DEL', KEYS[1])
  return {'undone'}
end
return {'gone'}
