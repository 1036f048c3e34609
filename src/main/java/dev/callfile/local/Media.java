package dev.callfile.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Audio of any length, made byte by byte as it is asked for: a WAV with a tone of 440 Hz, or an MP3 of silence. Both tell
 * where a byte was taken from: the WAV in the low bits of each sample, the MP3 in the number of each frame.
 */
record Media(boolean mp3, int channels, long size) {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
    private static final int SAMPLES_PER_SECOND = 8000;
    private static final int WAV_HEADER = 44;
    /** 11 periods of 440 Hz. */
    private static final int TONE_SAMPLES = 200;

    private static final double LOUDNESS = 8000;
    /** 24 ms of MPEG-1 layer III, 48 kHz, 64 kbit/s, one channel. */
    private static final long FRAME = 192;

    private static final int FRAMES_PER_3_SECONDS = 125;
    /** Behind a frame's header and side information, where decoders do not look if the frame is silent. */
    private static final int FRAME_NUMBER = 24;

    private static final int[] FRAME_HEADER = {0xFF, 0xFB, 0x54, 0xC0};

    /** As long as a recording is. */
    static Media of(boolean mp3, int channels, long seconds) {
        return new Media(
                mp3,
                channels,
                mp3
                        ? (seconds * FRAMES_PER_3_SECONDS + 2L) / 3 * FRAME
                        : WAV_HEADER + seconds * SAMPLES_PER_SECOND * 2 * channels);
    }

    /** All of it, or the part that a {@code Range} names. */
    Answer answer(@Nullable String range) {
        Map<String, String> headers =
                Map.of("Content-Type", mp3 ? "audio/mpeg" : "audio/x-wav", "Accept-Ranges", "bytes");
        Matcher asked = RANGE.matcher(range == null ? "" : range);
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            return new Answer(200, headers, part(0, size));
        }
        boolean suffix = asked.group(1).isEmpty();
        long from = suffix ? Math.max(size - Long.parseLong(asked.group(2)), 0) : Long.parseLong(asked.group(1));
        long last = suffix || asked.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(asked.group(2)), size - 1);
        if (from > last) {
            return Answer.empty(416, Map.of("Content-Range", "bytes */" + size));
        }
        return new Answer(
                206,
                Map.of(
                        "Content-Type",
                        mp3 ? "audio/mpeg" : "audio/x-wav",
                        "Accept-Ranges",
                        "bytes",
                        "Content-Range",
                        String.format(Locale.ROOT, "bytes %d-%d/%d", from, last, size)),
                part(from, last - from + 1));
    }

    private Answer.Content part(long from, long length) {
        return new Answer.Content() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                byte[] header = wavHeader();
                byte[] piece = new byte[64 * 1024];
                for (long done = 0; done < length; ) {
                    int n = (int) Math.min(piece.length, length - done);
                    for (int i = 0; i < n; i++) {
                        long at = from + done + i;
                        piece[i] = mp3 ? frameByte(at) : at < WAV_HEADER ? header[(int) at] : sampleByte(at);
                    }
                    out.write(piece, 0, n);
                    done += n;
                }
            }
        };
    }

    private static byte frameByte(long at) {
        int inFrame = (int) (at % FRAME);
        if (inFrame < FRAME_HEADER.length) {
            return (byte) FRAME_HEADER[inFrame];
        }
        int digit = inFrame - FRAME_NUMBER;
        return digit < 0 || digit >= 8
                ? 0
                : (byte) Character.forDigit((int) ((at / FRAME) >> (4 * (7 - digit))) & 15, 16);
    }

    private byte sampleByte(long at) {
        long n = (at - WAV_HEADER) / 2;
        long time = n / channels % TONE_SAMPLES;
        int tone = (int) ((Tone.WAVE[(int) time] & ~15) | ((n * 0x9E3779B97F4A7C15L) >>> 60));
        return (byte) ((at & 1) == 0 ? tone : tone >> 8);
    }

    private byte[] wavHeader() {
        int bytesPerSample = 2 * channels;
        return ByteBuffer.allocate(WAV_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt((int) (size - 8))
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(SAMPLES_PER_SECOND)
                .putInt(SAMPLES_PER_SECOND * bytesPerSample)
                .putShort((short) bytesPerSample)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt((int) (size - WAV_HEADER))
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One turn of the tone. */
    private static final class Tone {

        static final int[] WAVE = new int[TONE_SAMPLES];

        static {
            for (int i = 0; i < TONE_SAMPLES; i++) {
                WAVE[i] = (int) (LOUDNESS * Math.sin(2 * Math.PI * 11 * i / TONE_SAMPLES));
            }
        }
    }
}
