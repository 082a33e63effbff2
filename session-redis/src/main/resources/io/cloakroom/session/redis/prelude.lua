-- Shared by all scripts, put in front of each. The fields of a hash are explained in HashLayout.
--
-- Versions and times are kept below 2^53, where Lua's numbers are exact; they are printed by 'integer', because
-- tostring switches to an exponent from 1e14 on.

local function integer(number)
  return string.format('%.0f', number)
end

-- HSET and HDEL in pieces: the stack of Lua holds some thousand arguments.
local function in_pieces(command, key, arguments)
  for first = 1, #arguments, 1000 do
    redis.call(command, key, unpack(arguments, first, math.min(first + 999, #arguments)))
  end
end

-- Reads what decides about changes. Returns the state of the session under the key, or nil and, as the reply to give,
-- why it must not be changed.
local function open(key, generation, now)
  local stored = redis.call('HMGET', key, 'g', 'to', 'x', 'l', 'v', 'o', 'd', 'w')
  if stored[1] ~= generation then
    return nil, {'gone'}
  elseif stored[2] then
    return nil, {'moved', stored[2], integer(tonumber(generation) + 1)}
  elseif not stored[3] or tonumber(stored[3]) <= tonumber(now) then
    return nil, {'gone'}
  end
  return {
    expires = tonumber(stored[3]), accessed = tonumber(stored[4]), version = tonumber(stored[5]),
    owner = stored[6] or '', deadline = stored[7], write = stored[8] or ''
  }
end

-- The later one of a stored and a new time: times never move back.
local function later(stored, new)
  return math.max(stored, tonumber(new))
end

-- Lets Redis drop the hash some time after the session has expired.
local function drop_after(key, expires, now, grace)
  redis.call('PEXPIRE', key, integer(math.max(expires - tonumber(now), 0) + tonumber(grace)))
end

-- Leaves a trace of a session that is no longer under the key.
local function bury(key, lifetime, ...)
  redis.call('DEL', key)
  redis.call('HSET', key, ...)
  redis.call('PEXPIRE', key, lifetime)
end
