-- Sends the requests of a file in turn: path and cookie of each line, split by a tab.
local lines, number = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, cookie = line:match("([^\t]*)\t([^\t]*)")
    local headers = { ["Accept-Encoding"] = "gzip" }
    if cookie ~= "" then headers["Cookie"] = cookie end
    lines[#lines + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  number = number + 1
  return lines[number % #lines + 1]
end

function done(summary, latency)
  io.write(string.format("found %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
