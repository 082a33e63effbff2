-- Saves changes. Keys: the session. Arguments: see changes.lua.
local refused = refusal(KEYS[1], ARGV[1], ARGV[2])
if refused then
  return refused
elseif conflicts(KEYS[1], 8) then
  return conflict(KEYS[1])
end
return apply(KEYS[1], ARGV[1], 8)
