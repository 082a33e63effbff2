-- Removes an entry and kills every load that began earlier. KEYS: entry, control
redis.call('HDEL', KEYS[2], 'owner', 'until')
redis.call('UNLINK', KEYS[1])
return 1
