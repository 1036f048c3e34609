package dev.callfile.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON of the stand-in for Twilio. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static byte[] write(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, @Nullable Object> read(String text) {
        try {
            return MAPPER.readValue(text.isBlank() ? "{}" : text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, 20001, e.getOriginalMessage());
        }
    }

    /** An object in an object; empty where there is none. */
    @SuppressWarnings("unchecked") // what is read is of these types
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> in, String name) {
        return in.get(name) instanceof Map<?, ?> object ? (Map<String, @Nullable Object>) object : Map.of();
    }

    /** A list of objects in an object; empty where there is none. */
    @SuppressWarnings("unchecked") // what is read is of these types
    static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> in, String name) {
        return in.get(name) instanceof List<?> list ? (List<Map<String, @Nullable Object>>) list : List.of();
    }
}
