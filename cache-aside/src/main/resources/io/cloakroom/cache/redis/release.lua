-- Gives a lease back unused. KEYS: entry, control. ARGV: token
if redis.call('HGET', KEYS[2], 'owner') == ARGV[1] then
  redis.call('HDEL', KEYS[2], 'owner', 'until')
end
return 1
