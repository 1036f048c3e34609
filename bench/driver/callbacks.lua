-- wrk: the signed callbacks of a file, each once. Argument: the file, with target, signature and body of one a line.

local lines
local ended = false

function init(arguments)
   lines = io.lines(arguments[1])
   wrk.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
end

function request()
   local target, signature, body = (lines() or ""):match("^(.-)\t(.-)\t(.*)$")
   if not target then
      -- Refused, which fails the run.
      return wrk.format("POST", "/out-of-callbacks")
   end
   wrk.headers["X-Twilio-Signature"] = signature
   return wrk.format("POST", target, nil, body)
end
