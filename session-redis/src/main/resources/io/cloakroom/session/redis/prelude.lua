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

-- Why the session under the key must not be changed, as the reply to give; nil if it may be.
local function refusal(key, generation, now)
  local stored = redis.call('HMGET', key, 'g', 'x', 'to')
  if stored[1] ~= generation then
    return {'gone'}
  elseif stored[3] then
    return {'moved', stored[3], integer(tonumber(generation) + 1)}
  elseif not stored[2] or tonumber(stored[2]) <= tonumber(now) then
    return {'gone'}
  end
  return nil
end

-- Moves last access and expiry on; an expiry that is exact may also come sooner. Returns the expiry.
local function use(key, accessed, expires, exact)
  local stored = redis.call('HMGET', key, 'l', 'x')
  local last = math.max(tonumber(stored[1]), tonumber(accessed))
  local finish = tonumber(expires)
  if not exact then
    finish = math.max(tonumber(stored[2]), finish)
  end
  redis.call('HSET', key, 'l', integer(last), 'x', integer(finish))
  return finish
end

-- Lets Redis drop the hash some time after the session has expired.
local function drop_after(key, finish, now, grace)
  redis.call('PEXPIRE', key, integer(math.max(finish - tonumber(now), 0) + tonumber(grace)))
end

-- Leaves a trace of a session that is no longer under the key.
local function bury(key, lifetime, ...)
  redis.call('DEL', key)
  redis.call('HSET', key, ...)
  redis.call('PEXPIRE', key, lifetime)
end
