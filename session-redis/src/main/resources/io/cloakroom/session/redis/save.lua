-- Saves changes. Keys: the session. Arguments: see changes.lua.
local session, refusal = open(KEYS[1], ARGV[1], ARGV[2])
if refusal then
  return refusal
elseif conflicts(KEYS[1], 9) then
  return conflict(KEYS[1])
end
return apply(KEYS[1], session, ARGV[1], 9)
