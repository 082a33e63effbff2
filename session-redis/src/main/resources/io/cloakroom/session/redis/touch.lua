-- Moves the times of a session on. Keys: the session. Arguments: 1 generation, 2 now, 3 grace, 4 last access, 5 expiry.
local refused = refusal(KEYS[1], ARGV[1], ARGV[2])
if refused then
  return refused
end
drop_after(KEYS[1], use(KEYS[1], ARGV[4], ARGV[5], false), ARGV[2], ARGV[3])
return {'touched'}
