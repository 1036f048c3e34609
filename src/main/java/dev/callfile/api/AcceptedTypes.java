package dev.callfile.api;

import dev.callfile.call.AudioFormat;
import jakarta.ws.rs.NotAcceptableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The media types that a request accepts. Ours and not the framework's, which knows neither what a stored file is before
 * it is asked for, nor that one type has several names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept">RFC 9110, section 12.5.1</a>
 */
record AcceptedTypes(List<Item> items) {

    private static final Pattern ITEM = Pattern.compile("([^\\s;/]+/[^\\s;/]+)\\s*(;.*|)");
    private static final Pattern QUALITY =
            Pattern.compile(";\\s*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)\\s*(?:;.*)?");

    /** One of them, or a range of them, and how welcome it is. */
    record Item(String type, double quality) {}

    /**
     * Reads {@code Accept}. What is malformed is left out; where nothing is left, everything is accepted.
     *
     * @param headers its values, however many lines they came in
     */
    static AcceptedTypes parse(List<String> headers) {
        List<Item> items = new ArrayList<>();
        for (String text : String.join(",", headers).split(",", -1)) {
            Matcher item = ITEM.matcher(text.strip());
            if (item.matches()) {
                String type = item.group(1).toLowerCase(Locale.ROOT);
                Matcher quality = QUALITY.matcher(item.group(2));
                items.add(new Item(
                        AudioFormat.of(type).map(AudioFormat::mediaType).orElse(type),
                        quality.find() ? Double.parseDouble(quality.group(1)) : 1));
            }
        }
        return new AcceptedTypes(items.isEmpty() ? List.of(new Item("*/*", 1)) : items);
    }

    /** The format to choose where there is a choice: MP3, unless WAV is more welcome. */
    AudioFormat preferred() {
        return quality(AudioFormat.WAV.mediaType()) > quality(AudioFormat.MP3.mediaType())
                ? AudioFormat.WAV
                : AudioFormat.MP3;
    }

    /**
     * The offer that is most welcome; of several, the first.
     *
     * @param offers media types without parameters
     * @throws NotAcceptableException where none is
     */
    String choose(List<String> offers) {
        return offers.stream()
                .filter(this::admit)
                .min(Comparator.<String>comparingDouble(this::quality).reversed())
                .orElseThrow(NotAcceptableException::new);
    }

    boolean admit(String mediaType) {
        return quality(mediaType) > 0;
    }

    /** What is said of the type itself counts; else what is said of its kind, and then of all. */
    private double quality(String mediaType) {
        String kind = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        for (String type : List.of(mediaType, kind, "*/*")) {
            for (Item item : items) {
                if (item.type().equals(type)) {
                    return item.quality();
                }
            }
        }
        return 0;
    }
}
