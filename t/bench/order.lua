-- SPDX-License-Identifier: Apache-2.0
-- wrk: places orders through the form. wrk … -s order.lua URL -- PEOPLE-FILE COOKIE-NAME
-- Each request: another customer with session cookie and form token, a fresh idempotency key.
local people, services, n, mark = {}, {}, 0, ""

function init(args)
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
    mark = string.format("%x%x", os.time(), math.random(0, 0xfffffff))
    for line in io.lines(args[1]) do
        local id, rate = line:match("^service (%d+) (%d+)$")
        if id then services[#services + 1] = { id = id, seen = id .. "%3A" .. rate } end
        local token, csrf = line:match("^%d+ (%S+) (%S+)$")
        if token and not id then
            people[#people + 1] = {
                csrf = csrf,
                head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
                    "\r\nCookie: " .. args[2] .. "=" .. token ..
                    "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            }
        end
    end
end

function request()
    n = n + 1
    local p, s = people[math.random(#people)], services[math.random(#services)]
    local key = mark .. "-" .. n
    local body = "csrf=" .. p.csrf .. "&key=" .. key .. "&category=&service=" .. s.id .. "&seen=" .. s.seen ..
        "&link=https%3A%2F%2Fcomplete.example%2Fpromo%2F" .. key .. "&quantity=1000"
    return p.head .. #body .. "\r\n\r\n" .. body
end
