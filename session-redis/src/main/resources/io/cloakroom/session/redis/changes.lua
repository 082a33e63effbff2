-- Shared by the scripts that save changes. Their arguments:
--   1 generation  2 now  3 grace  4 last access  5 expiry  6 interval or ''  7 owner or ''  8 name of this write
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

local function append(list, field, value)
  list[#list + 1] = field
  list[#list + 1] = value
end

-- A new interval takes over the expiry even if it comes sooner.
local function new_expiry(session)
  if ARGV[6] ~= '' then
    return tonumber(ARGV[5])
  end
  return later(session.expires, ARGV[5])
end

local function apply(key, session, generation, first)
  local version, expires = integer(session.version + 1), new_expiry(session)
  local accessed = later(session.accessed, ARGV[4])
  local set, removed = {
    'v', version, 'g', generation, 'l', integer(accessed), 'x', integer(expires), 'w', ARGV[8]
  }, {}
  if ARGV[6] ~= '' then
    append(set, 'i', ARGV[6])
  end
  if ARGV[7] ~= '' then
    append(set, 'o', ARGV[7])
  end
  for i = first, #ARGV, 4 do
    if ARGV[i + 2] == 'put' then
      append(set, ARGV[i], version .. ':' .. ARGV[i + 3])
    else
      removed[#removed + 1] = ARGV[i]
    end
  end
  in_pieces('HSET', key, set)
  in_pieces('HDEL', key, removed)
  drop_after(key, expires, ARGV[2], ARGV[3])
  return {
    'applied', version, generation, integer(expires), integer(session.expires), session.deadline, session.owner,
    session.write or ''
  }
end
