-- For wrk: sends each request of a file once; one that is alone in its file, always.
--
--   wrk -t 1 ... -s messages.lua URL -- FILE

local file, message, count = nil, nil, 0

function init(arguments)
  file = assert(io.open(arguments[1], "rb"))
end

-- Past the last request the load ends: its time is then too short, and whoever made the file makes a longer one.
function request()
  local length = file:read(8)
  if length then
    message = file:read(tonumber(length))
    count = count + 1
  elseif count > 1 then
    wrk.thread:stop()
  end
  return message
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p50": %.1f, "p99": %.1f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
