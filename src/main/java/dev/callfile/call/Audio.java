package dev.callfile.call;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * A recording's audio, found and not yet read.
 *
 * @param mediaType for {@code Content-Type}
 * @param length of what is sent, in bytes; {@code null} where the storage did not tell
 * @param part which bytes these are; {@code null} where they are all
 * @param etag of the stored file, as a header has it
 * @param lastModified likewise
 */
public record Audio(
        String mediaType,
        @Nullable Long length,
        ByteRange.@Nullable Part part,
        @Nullable String etag,
        @Nullable String lastModified,
        Body body) {

    /** The word for the format, and a file's extension: {@code mp3}, {@code wav}, or what comes closest. */
    public String extension() {
        return AudioFormat.of(mediaType)
                .map(AudioFormat::extension)
                .orElseGet(() -> mediaType.substring(mediaType.indexOf('/') + 1).replaceAll("[^a-z0-9]", ""));
    }

    /** The bytes, which somebody either takes or gives up: until then they hold a connection to the storage. */
    public interface Body {

        /**
         * Writes the bytes as fast as they are taken, and no further ahead. The stream is not ended.
         *
         * @return done when all have been written; failed when the storage or the client broke off
         */
        Future<Void> sendTo(WriteStream<Buffer> client);

        /** Lets the storage go. Does nothing where all has been sent. */
        void discard();
    }
}
