-- Shared by the scripts that save changes. Their arguments:
--   1 generation  2 now  3 grace  4 last access  5 expiry  6 interval or ''  7 '=' and the principal, or ''
--   from 'first' on, four for each attribute: field, expected version, 'put' or 'remove', value

local function conflicts(key, first)
  for i = first, #ARGV, 4 do
    if ARGV[i + 1] ~= '-1' then
      local stored = redis.call('HGET', key, ARGV[i])
      local version = stored and string.match(stored, '^%d+') or '0'
      if version ~= ARGV[i + 1] then
        return true
      end
    end
  end
  return false
end

local function conflict(key)
  return {'conflict', redis.call('HGETALL', key)}
end

local function apply(key, generation, first)
  local version = integer(tonumber(redis.call('HGET', key, 'v')) + 1)
  local set, removed = {'v', version, 'g', generation}, {}
  if ARGV[6] ~= '' then
    set[#set + 1], set[#set + 2] = 'i', ARGV[6]
  end
  if ARGV[7] ~= '' then
    set[#set + 1], set[#set + 2] = 'p', string.sub(ARGV[7], 2)
  end
  for i = first, #ARGV, 4 do
    if ARGV[i + 2] == 'put' then
      set[#set + 1], set[#set + 2] = ARGV[i], version .. ':' .. ARGV[i + 3]
    else
      removed[#removed + 1] = ARGV[i]
    end
  end
  in_pieces('HSET', key, set)
  in_pieces('HDEL', key, removed)
  drop_after(key, use(key, ARGV[4], ARGV[5], ARGV[6] ~= ''), ARGV[2], ARGV[3])
  return {'applied', version, generation}
end
