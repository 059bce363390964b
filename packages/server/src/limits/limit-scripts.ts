/**
 * What Valkey does for a request in one step: all rules are looked at before anything is taken. Time is the server's own, so that replicas
 * whose clocks differ count alike. A minute's worth fills evenly, as in the engine's `TokenBucket`.
 */

/**
 * KEYS: for each rule its bucket (hash), its calls (sorted set, by when their lease ends) and its streams.
 * ARGV: call, tokens, stream (0 or 1), lease in ms, then for each rule requests a minute, tokens a minute, concurrent, concurrent streams
 * (0 for none) and whether it refuses (1) or watches (0).
 * Returns: the rule that refuses (from 1; 0 for none), what ran out (1 requests, 2 tokens, 3 calls, 4 streams), ms to wait; then for each
 * rule: counted (1) or would have refused (0), requests left, ms until full, tokens left, ms until full (-1 where not limited).
 */
export const admitScript = `
local call, tokens, stream, lease = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', tonumber(ARGV[4])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local rules = #KEYS / 3
local reply = {0, 0, 0}
local states = {}

local function level(bucket, field, most)
  local value = redis.call('HMGET', bucket, field, field .. 't')
  if not value[1] then return most end
  local since = now - tonumber(value[2])
  if since < 0 then since = 0 end
  return math.min(most, tonumber(value[1]) + since * most / 60000)
end

local function wait(amount, have, most)
  local missing = math.min(amount, most) - have
  if missing <= 0 then return 0 end
  return math.ceil(missing * 60000 / most)
end

for i = 1, rules do
  local bucket, calls, streams = KEYS[3 * i - 2], KEYS[3 * i - 1], KEYS[3 * i]
  local at = 4 + 5 * (i - 1)
  local rpm, tpm, most, mostStreams, enforces = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), ARGV[at + 5] == '1'
  local state = { rpm = rpm, tpm = tpm, bucket = bucket, calls = calls, streams = streams, most = most, mostStreams = mostStreams, counted = true }
  local what, waitMs = 0, 0
  if rpm > 0 then
    state.requests = level(bucket, 'r', rpm)
    waitMs = wait(1, state.requests, rpm)
    if waitMs > 0 then what = 1 end
  end
  if tpm > 0 then
    state.tokens = level(bucket, 't', tpm)
    if what == 0 then
      waitMs = wait(tokens, state.tokens, tpm)
      if waitMs > 0 then what = 2 end
    end
  end
  if what == 0 and most > 0 then
    redis.call('ZREMRANGEBYSCORE', calls, '-inf', now)
    if redis.call('ZCARD', calls) >= most then what = 3; waitMs = 1000 end
  end
  if what == 0 and stream and mostStreams > 0 then
    redis.call('ZREMRANGEBYSCORE', streams, '-inf', now)
    if redis.call('ZCARD', streams) >= mostStreams then what = 4; waitMs = 1000 end
  end
  if what > 0 then
    state.counted = false
    if enforces and reply[1] == 0 then reply = {i, what, waitMs} end
  end
  states[i] = state
end

for i = 1, rules do
  local state = states[i]
  if reply[1] == 0 and state.counted then
    if state.rpm > 0 then
      state.requests = state.requests - 1
      redis.call('HSET', state.bucket, 'r', string.format('%.4f', state.requests), 'rt', now)
    end
    if state.tpm > 0 then
      state.tokens = state.tokens - tokens
      redis.call('HSET', state.bucket, 't', string.format('%.4f', state.tokens), 'tt', now)
    end
    if state.rpm > 0 or state.tpm > 0 then redis.call('PEXPIRE', state.bucket, 600000) end
    if state.most > 0 then
      redis.call('ZADD', state.calls, now + lease, call)
      redis.call('PEXPIRE', state.calls, lease * 4)
    end
    if stream and state.mostStreams > 0 then
      redis.call('ZADD', state.streams, now + lease, call)
      redis.call('PEXPIRE', state.streams, lease * 4)
    end
  end
  reply[#reply + 1] = state.counted and 1 or 0
  if state.rpm > 0 then
    reply[#reply + 1] = math.max(0, math.floor(state.requests))
    reply[#reply + 1] = wait(state.rpm, state.requests, state.rpm)
  else reply[#reply + 1] = -1; reply[#reply + 1] = -1 end
  if state.tpm > 0 then
    reply[#reply + 1] = math.max(0, math.floor(state.tokens))
    reply[#reply + 1] = wait(state.tpm, state.tokens, state.tpm)
  else reply[#reply + 1] = -1; reply[#reply + 1] = -1 end
end
return reply
`;

/** KEYS: buckets. ARGV: tokens to give back (negative: to take), then each bucket's tokens a minute. */
export const correctScript = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for i = 1, #KEYS do
  local most = tonumber(ARGV[i + 1])
  local value = redis.call('HMGET', KEYS[i], 't', 'tt')
  if value[1] then
    local have = math.min(most, tonumber(value[1]) + math.max(0, now - tonumber(value[2])) * most / 60000)
    redis.call('HSET', KEYS[i], 't', string.format('%.4f', math.min(most, have + tonumber(ARGV[1]))), 'tt', now)
  end
end
return 1
`;

/** KEYS: the replicas (sorted set). ARGV: this replica, lease in ms. Returns how many are alive. */
export const aliveScript = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
return redis.call('ZCARD', KEYS[1])
`;

/** KEYS: sets of calls. ARGV: lease in ms, then for each set the call that is still under way. */
export const renewScript = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lease = tonumber(ARGV[1])
for i = 1, #KEYS do
  redis.call('ZADD', KEYS[i], now + lease, ARGV[i + 1])
  redis.call('PEXPIRE', KEYS[i], lease * 4)
end
return 1
`;
