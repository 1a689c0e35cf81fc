-- SPDX-License-Identifier: Apache-2.0
-- wrk: posts signed notices: wrk … -s notify.lua URL -- FILE new|repeat
-- new: an event id of its own each time (the signature is over the body alone); repeat: one notice again and again.
local list, path, n, mark, one = {}, nil, 0, "", false

function init(args)
    one = args[2] == "repeat"
    for line in io.lines(args[1]) do
        if not path then
            path = line
        else
            list[#list + 1] = line
        end
    end
    mark = string.format("%x-%s", os.time(), tostring({}):match("0x(%x+)"))
end

function request()
    n = n + 1
    local sign, id, body = list[one and 1 or n % #list + 1]:match("^(%x+)\t(%S+)\t(.*)$")
    return "POST " .. path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nContent-Type: application/json\r\nX-Razorpay-Signature: " ..
        sign .. "\r\nx-razorpay-event-id: " .. (one and id or mark .. "-" .. n) .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end
