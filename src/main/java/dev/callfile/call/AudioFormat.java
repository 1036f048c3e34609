package dev.callfile.call;

import java.util.Locale;
import java.util.Optional;

/** What Twilio makes of a recording's audio when it is asked. */
public enum AudioFormat {
    MP3("audio/mpeg"),
    WAV("audio/wav");

    private final String mediaType;

    AudioFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** For {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    /** The format that a media type means, by whichever of its names; empty for every other type. */
    public static Optional<AudioFormat> of(String mediaType) {
        return switch (mediaType) {
            case "audio/mpeg", "audio/mp3", "audio/x-mpeg" -> Optional.of(MP3);
            case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> Optional.of(WAV);
            default -> Optional.empty();
        };
    }

    /** Of a file, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
