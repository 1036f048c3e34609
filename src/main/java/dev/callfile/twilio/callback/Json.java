package dev.callfile.twilio.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callfile.http.ForeignJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Twilio's JSON tells, value by value. A value that is not what it should be tells nothing. */
final class Json {

    /** Of what is fetched; a callback is shorter. */
    private static final int LONGEST_TEXT = 20_000_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(ForeignJson.upTo(LONGEST_TEXT))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final BigDecimal MS_PER_SECOND = BigDecimal.valueOf(1000);
    private static final BigDecimal LONGEST_MS = BigDecimal.valueOf(Integer.MAX_VALUE);

    private Json() {}

    /** A missing node where the text is no JSON, or goes deeper than Twilio's does. */
    static JsonNode parse(String text) {
        try {
            return Objects.requireNonNullElse(MAPPER.readTree(text), MissingNode.getInstance());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static @Nullable String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? TwilioText.storable(value.asText()) : null;
    }

    static @Nullable String sid(JsonNode value) {
        return TwilioText.sid(text(value));
    }

    static @Nullable Instant time(JsonNode value) {
        String text = text(value);
        return text == null ? null : TwilioTime.parse(text).orElse(null);
    }

    /** 0 to 1. */
    static @Nullable Double confidence(JsonNode value) {
        BigDecimal number = number(value);
        boolean share = number != null && number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
        return number != null && share ? Double.valueOf(number.doubleValue()) : null;
    }

    /** Seconds as milliseconds. */
    static @Nullable Integer milliseconds(JsonNode seconds) {
        BigDecimal number = number(seconds);
        if (number == null || number.signum() < 0 || number.compareTo(LONGEST_MS) > 0) {
            return null;
        }
        BigDecimal ms = number.multiply(MS_PER_SECOND).setScale(0, RoundingMode.HALF_UP);
        return ms.compareTo(LONGEST_MS) > 0 ? null : Integer.valueOf(ms.intValueExact());
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        String text = text(value);
        // An exponent could ask for a number of a billion digits.
        if (text == null || text.length() > 32 || !text.matches("-?[0-9]*\\.?[0-9]+([eE]-?[0-9]{1,2})?")) {
            return null;
        }
        return new BigDecimal(text);
    }
}
