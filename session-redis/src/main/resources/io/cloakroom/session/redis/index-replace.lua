-- Replaces or removes entries that are still as they were read. Keys: the user's index.
-- Arguments: 1 now, 2 end of the new entries, then three for each: store key, entry, new entry or '' for none.
for i = 3, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    if ARGV[i + 2] == '' then
      redis.call('HDEL', KEYS[1], ARGV[i])
    else
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
      keep_until(KEYS[1], ARGV[2], ARGV[1])
    end
  end
end
return {'noted'}
