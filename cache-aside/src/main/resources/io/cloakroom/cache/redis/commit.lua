-- Stores a loaded entry if its load has not been killed meanwhile.
-- KEYS: entry, control. ARGV: token, entry, ms fresh, ms kept, offset of the soft expiry in the entry
-- Answers 1 if stored, 0 if fenced.
if redis.call('HGET', KEYS[2], 'owner') ~= ARGV[1] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
redis.call('SETRANGE', KEYS[1], ARGV[5], struct.pack('>I8', now + ARGV[3]))
redis.call('HDEL', KEYS[2], 'owner', 'until')
-- under NOLOOP the writes above ended the tracking of the entry for this client; any read begins it again
redis.call('STRLEN', KEYS[1])
return 1
