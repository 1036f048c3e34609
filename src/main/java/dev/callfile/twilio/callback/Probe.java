package dev.callfile.twilio.callback;

import dev.callfile.call.Preflight;

/** A callback of our own; {@link ProbeReader} alone makes one, of a request that proves to be. */
record Probe(Preflight.Seen seen) {}
