-- Removes an entry and kills every load that began earlier.
-- KEYS: entry, control. ARGV: position that later loads must have seen ('' for none), for how many ms to remember it,
-- how many to remember
redis.call('HDEL', KEYS[2], 'owner', 'until', 'off')
if ARGV[1] ~= '' then
  local known = {}
  for position in string.gmatch(redis.call('HGET', KEYS[2], 'positions') or '', '[^\n]+') do
    if position ~= ARGV[1] then
      known[#known + 1] = position
    end
  end
  known[#known + 1] = ARGV[1]
  local first = math.max(1, #known - ARGV[3] + 1)
  redis.call('HSET', KEYS[2], 'positions', table.concat(known, '\n', first))
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
redis.call('UNLINK', KEYS[1])
return 1
