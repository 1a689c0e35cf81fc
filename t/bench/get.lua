-- SPDX-License-Identifier: Apache-2.0
-- wrk: one page asked for by many customers in turn.
-- wrk … -s get.lua URL -- PEOPLE-FILE COOKIE-NAME [HEADER:VALUE…]; with a number before the file only that person.
local requests, at = {}, 0

function init(args)
    local first, only = 1, nil
    if tonumber(args[1]) then only = tonumber(args[1]); first = 2 end
    for i = first + 2, #args do
        local name, value = args[i]:match("^([^:]+):%s*(.*)$")
        wrk.headers[name] = value
    end
    local n = 0
    for line in io.lines(args[first]) do
        local token = line:match("^%d+ (%S+) %S+$")
        if token then
            n = n + 1
            if not only or only == n then
                wrk.headers["Cookie"] = args[first + 1] .. "=" .. token
                requests[#requests + 1] = wrk.format("GET")
            end
            if n == 100 then break end
        end
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end
