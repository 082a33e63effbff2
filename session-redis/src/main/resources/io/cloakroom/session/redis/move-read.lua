-- First step of a move to another slot: reads the session, if the changes fit. Keys: the session.
-- Arguments: see changes.lua; attributes from 9 on, their values left out.
local session, refusal = open(KEYS[1], ARGV[1], ARGV[2])
if refusal then
  return refusal
elseif conflicts(KEYS[1], 9) then
  return conflict(KEYS[1])
end
return {'ready', redis.call('HGETALL', KEYS[1])}
