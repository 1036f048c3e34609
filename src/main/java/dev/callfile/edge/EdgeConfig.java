package dev.callfile.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code CALLFILE_HTTP_…}: how long a request may take to come, and how much of all of them is held at once. */
@ConfigMapping(prefix = "callfile.http")
public interface EdgeConfig {

    /** From the end of a request's head to the end of its body. */
    @WithDefault("15s")
    Duration bodyTimeout();

    /** From the first byte of a request's head to its end. */
    @WithDefault("15s")
    Duration headTimeout();

    /** Most bytes of bodies that are on their way in; half as much again is kept for callbacks. */
    @WithDefault("64M")
    MemorySize bodiesAtOnce();
}
