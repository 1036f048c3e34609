-- wrk: what was measured, as one line of JSON. It is put behind the script of the requests.

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '{"rate": %.3f, "p50": %.3f, "p99": %.3f, "answered": %d, "failed": %d}\n',
      summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
