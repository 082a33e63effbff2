-- Notes that a session is about to be a user's. Keys: the user's index.
-- Arguments: 1 now, 2 store key, 3 entry, 4 end of the entry.
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
keep_until(KEYS[1], ARGV[4], ARGV[1])
-- Now and then, so that it costs next to nothing: what has ended without anybody looking.
if redis.call('HLEN', KEYS[1]) % 32 == 0 then
  local entries = redis.call('HGETALL', KEYS[1])
  for i = 1, #entries, 2 do
    local _, _, ends = parsed(entries[i + 1])
    if ends < tonumber(ARGV[1]) then
      redis.call('HDEL', KEYS[1], entries[i])
    end
  end
end
return {'noted'}
