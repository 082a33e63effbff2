-- Shared by the scripts that keep the sessions of one user: a hash with an entry for each session, named by its store
-- key: kind (r reserved, s session), until when it must not be pruned, end, name of the write, store key that the
-- session comes from or ''; with colons between them.

local function parsed(entry)
  local kind, guarded, ends, _, from = string.match(entry, '^(%a):(%d+):(%d+):([^:]*):(.*)$')
  return kind, tonumber(guarded), tonumber(ends), from
end

-- Lets Redis keep the index until the last of its sessions must have ended.
local function keep_until(key, ends, now)
  local life = integer(math.max(tonumber(ends) - tonumber(now), 1))
  if redis.call('PTTL', key) == -1 then
    redis.call('PEXPIRE', key, life)
  else
    redis.call('PEXPIRE', key, life, 'GT')
  end
end
