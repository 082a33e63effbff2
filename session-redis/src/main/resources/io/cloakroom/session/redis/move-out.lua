-- Last step of a move to another slot: leaves a forward pointer, if the session is still as it was read.
-- Keys: the session. Arguments: 1 generation, 2 now, 3 lifetime of the forward pointer, 4 where it goes as a store key,
-- 5 version, 6 last access and 7 expiry as they were read.
local session, refusal = open(KEYS[1], ARGV[1], ARGV[2])
if refusal then
  return refusal
elseif integer(session.version) ~= ARGV[5] or integer(session.accessed) ~= ARGV[6]
    or integer(session.expires) ~= ARGV[7] then
  return {'changed'}
end
bury(KEYS[1], ARGV[3], 'g', ARGV[1], 'to', ARGV[4])
return {'departed'}
