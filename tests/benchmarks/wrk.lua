-- Sends the requests of a file in turn (method, path, token, body, split by tabs) and writes down what came back.
local lines, number, statuses = {}, 0, {}
local written

function init(args)
  for line in io.lines(args[1]) do
    local method, path, token, body = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)")
    local headers = { ["Accept-Encoding"] = "gzip" }
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if body ~= "" then headers["Content-Type"] = "application/json" end
    lines[#lines + 1] = { method = method, path = path, headers = headers, body = body }
    lines[#lines].whole = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
  written, run, pause = io.open(args[2], "w"), args[3], tonumber(args[4])
  written:setvbuf("line")
end

function delay() return pause end

function request()
  number = number + 1
  local line = lines[number % #lines + 1]
  if line.method == "GET" then return line.whole end
  line.headers["Idempotency-Key"] = "load-" .. run .. "-" .. number
  return wrk.format(line.method, line.path, line.headers, line.body)
end

function response(status, _, body)
  if status ~= 200 then written:write(status, "\t", body:match('"version_id":(%d+)') or "", "\n") end
end

function done(summary, latency)
  io.write(string.format("found %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.connect, summary.errors.read + summary.errors.write, summary.errors.timeout))
end
