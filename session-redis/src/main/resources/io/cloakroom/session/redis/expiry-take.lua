-- Takes store keys that are due, for a while: whoever takes them and dies leaves them to others.
-- Keys: a set of store keys by when they are due. Arguments: 1 now, 2 until when they are taken, 3 how many at most.
local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3])
for _, key in ipairs(due) do
  -- Refused where memory is full. Others may look at the same keys then, which costs them a look and no more.
  redis.pcall('ZADD', KEYS[1], ARGV[2], key)
end
return {'taken', due}
