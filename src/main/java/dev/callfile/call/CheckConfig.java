package dev.callfile.call;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code CALLFILE_CHECK_…}: how often the service compares records with the ledger, and how many at once. */
@ConfigMapping(prefix = "callfile.check")
public interface CheckConfig {

    /** From one check to the next, over all replicas; {@code off} for none. */
    @WithDefault("10s")
    String every();

    /** How many records a check looks at: half of them those that were spoken of last, half the next of all. */
    @WithDefault("100")
    int records();
}
