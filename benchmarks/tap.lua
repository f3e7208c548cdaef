-- wrk script: one tap on a kiosk's face per POST, each with a visit of its own
local id = 0
function setup(thread) thread:set("tid", id); id = id + 1 end
function init() math.randomseed(os.time() * 1000 + tid * 7919 + (tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)) end
local function hex(n)
  local digits = {}
  for i = 1, n do digits[i] = string.format("%x", math.random(0, 15)) end
  return table.concat(digits)
end
function request()
  local visit = string.format("%s-%s-4%s-8%s-%s", hex(8), hex(4), hex(3), hex(3), hex(12))
  local body = string.format("visit=%s&score=%d", visit, math.random(1, 4))
  return wrk.format("POST", nil, {["Content-Type"] = "application/x-www-form-urlencoded"}, body)
end
