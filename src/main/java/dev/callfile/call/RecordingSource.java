package dev.callfile.call;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Where the audio of recordings is to be had. */
public interface RecordingSource {

    /**
     * Finds the audio of a completed recording, without waiting for it.
     *
     * @return failed with a problem where there is none to be had
     */
    Future<Audio> open(CallRecording recording, Wish wish);

    /**
     * What somebody would like to have.
     *
     * @param format as far as there is a choice
     * @param range {@code null} for everything
     * @param ifRange validator of the file that the range is meant of; of any other file everything is asked for
     */
    record Wish(
            AudioFormat format,
            @Nullable ByteRange range,
            @Nullable String ifRange) {

        /** The same without a range. */
        public Wish forAll() {
            return new Wish(format, null, null);
        }
    }
}
