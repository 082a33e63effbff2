-- The present stamps of some tags. KEYS: a key for each tag. ARGV: for each tag a new stamp, should it have none, and ms
-- to live. Answers the stamps, in order. A stamp in use lives on; not prolonged each time, for that is a change that
-- Redis reports.
local stamps = {}
for i, key in ipairs(KEYS) do
  local fresh, ttl = ARGV[2 * i - 1], ARGV[2 * i]
  redis.call('SET', key, fresh, 'PX', ttl, 'NX')
  if redis.call('PTTL', key) < ttl / 2 then
    redis.call('PEXPIRE', key, ttl)
  end
  stamps[i] = redis.call('GET', key)
end
return stamps
