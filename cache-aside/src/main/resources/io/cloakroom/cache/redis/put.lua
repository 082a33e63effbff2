-- Stores an entry that nobody has loaded and kills every load that began earlier.
-- KEYS: entry, control. ARGV: entry, ms fresh, ms kept, offset of the soft expiry
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', KEYS[2], 'owner', 'until', 'off')
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('SETRANGE', KEYS[1], ARGV[4], struct.pack('>I8', now + ARGV[2]))
return 1
