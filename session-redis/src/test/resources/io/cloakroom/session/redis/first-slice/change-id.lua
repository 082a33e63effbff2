-- Saves changes and moves the session to another key. Keys: the session, where it goes.
-- Arguments: see changes.lua; 8 where it goes as a store key, 9 lifetime of the forward pointer, attributes from 10 on.
local from, to = KEYS[1], KEYS[2]
local session, refusal = open(from, ARGV[1], ARGV[2])
if refusal then
  return refusal
elseif conflicts(from, 10) then
  return conflict(from)
elseif redis.call('EXISTS', to) == 1 then
  return {'taken'}
end
-- The changes first: where memory is full, Redis refuses them, but would not refuse them after a RENAME.
local applied = apply(from, session, integer(tonumber(ARGV[1]) + 1), 10)
redis.call('RENAME', from, to)
bury(from, ARGV[9], 'g', ARGV[1], 'to', ARGV[8])
return applied
