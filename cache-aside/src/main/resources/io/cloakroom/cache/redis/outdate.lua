-- Takes the stamps from some tags, so that their entries are outdated.
-- KEYS: the key of "any tag", a key for each tag. ARGV: a new stamp, ms to live
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('UNLINK', unpack(KEYS, 2))
return 1
