package dev.callfile.call;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code CALLFILE_RETENTION_…}: how long what is kept of a call, from its end; for ever, where nothing is set. */
@ConfigMapping(prefix = "callfile.retention")
interface RetentionConfig {

    /** Parameters of callbacks. */
    Optional<String> ledgerParameters();

    /** What was said. */
    Optional<String> transcripts();

    /** Recordings, at Twilio. */
    Optional<String> recordings();

    /** How often to look for what has become too old. */
    @WithDefault("1h")
    String every();
}
