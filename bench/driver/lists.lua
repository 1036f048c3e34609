-- wrk: page 1 of a random case. Arguments: file of tokens, first case, last case, seed.

local tokens = {}
local first, last

function init(arguments)
   for token in io.lines(arguments[1]) do
      tokens[#tokens + 1] = "Bearer " .. token
   end
   first, last = tonumber(arguments[2]), tonumber(arguments[3])
   math.randomseed(tonumber(arguments[4]))
end

function request()
   local path = string.format("/v1/cases/01K8PC0000%016d/phone-calls", math.random(first, last))
   wrk.headers["Authorization"] = tokens[math.random(#tokens)]
   return wrk.format("GET", path)
end
