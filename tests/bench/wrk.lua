-- Sends the requests of a file at random: one a line, method, path, headers and body parted by tabs.
-- "{key}" in the headers becomes a key that is never used again. At the end one line of figures is printed.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(args)
    local run = tonumber(args[2])
    math.randomseed(run + number)
    requests, count, keyed = {}, 0, nil
    for line in io.lines(args[1]) do
        local method, path, headers, body = line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
        local fields = {}
        for name, value in headers:gmatch("([^:|]+): ([^|]+)") do
            if value == "{key}" then
                keyed = name
            end
            fields[name] = value
        end
        count = count + 1
        requests[count] = wrk.format(method, path, fields, body ~= "" and body or nil)
    end
    if keyed then
        local sent = 0
        request = function()
            sent = sent + 1
            local key = string.format("%08x-%04x-4000-8000-%012x", run, number, sent)
            return (requests[math.random(count)]:gsub("{key}", key))
        end
    end
end

function request()
    return requests[math.random(count)]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
        latency:percentile(99), errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
