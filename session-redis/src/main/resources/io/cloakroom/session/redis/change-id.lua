-- Saves changes and moves the session to another key of the same server. Keys: the session, where it goes.
-- Arguments: see changes.lua; 9 where it goes as a store key, 10 lifetime of the forward pointer, 11 the owner in whose
-- index the new key is already, or ''; attributes from 12 on.
local from, to = KEYS[1], KEYS[2]
local session, refusal = open(from, ARGV[1], ARGV[2])
if refusal then
  return refusal
elseif conflicts(from, 12) then
  return conflict(from)
elseif redis.call('EXISTS', to) == 1 then
  return {'taken'}
elseif ARGV[7] == '' and session.owner ~= ARGV[11] then
  return {'owned', session.owner}
end
-- The changes first: where memory is full, Redis refuses them, but would not refuse them after a RENAME.
local applied = apply(from, session, integer(tonumber(ARGV[1]) + 1), 12)
redis.call('RENAME', from, to)
bury(from, ARGV[10], 'g', ARGV[1], 'to', ARGV[9])
return applied
