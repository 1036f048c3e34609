package dev.callfile.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** {@code CALLFILE_RATE_LIMIT_…}: how many requests one token subject may make. */
@ConfigMapping(prefix = "callfile.rate-limit")
public interface RateLimitConfig {

    /** Requests in a period; nobody is limited where it is not set. */
    OptionalInt requests();

    /** How long it takes to be granted that many anew. */
    @WithDefault("60s")
    Duration period();
}
