package dev.callfile.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.callfile.LogListener;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class StartupCheckTest {

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "callfile.public-url", "https://calls.example.com",
            "callfile.twilio.auth-tokens", "secret-one,secret-two",
            "callfile.twilio.account-sid", "AC0123456789abcdef0123456789abcdef"));

    @Test
    void whoIsVerified_isSaidInOneLine() {
        settings.put("callfile.twilio.subaccounts.AC00000000000000000000000000000001.auth-tokens", "secret-three");

        assertEquals(
                "INFO Callbacks are verified for AC…cdef (2 tokens) and 1 subaccount; Twilio calls https://calls.example.com.",
                said(LaunchMode.NORMAL));
    }

    @Test
    void addressThatLooksWrong_isAWarning_inProduction() {
        settings.put("callfile.public-url", "http://localhost:8080");

        assertEquals(
                "INFO Callbacks are verified for AC…cdef (2 tokens); Twilio calls http://localhost:8080.",
                said(LaunchMode.DEVELOPMENT));
        assertEquals(
                "WARN Callbacks are verified for AC…cdef (2 tokens); Twilio calls http://localhost:8080. But look at"
                        + " CALLFILE_PUBLIC_URL: it is not https, and whoever listens on the way reads along.",
                said(LaunchMode.NORMAL));
    }

    @Test
    void accountWithoutAName_isAWarning() {
        settings.remove("callfile.twilio.account-sid");
        settings.put("callfile.twilio.auth-tokens", "secret-one");

        assertEquals(
                "WARN Callbacks are verified for an account without a name (1 token); Twilio calls"
                        + " https://calls.example.com. But CALLFILE_TWILIO_ACCOUNT_SID is not set: nothing is placed at"
                        + " Twilio or fetched from it.",
                said(LaunchMode.NORMAL));
    }

    private String said(LaunchMode mode) {
        TwilioConfig config = new SmallRyeConfigBuilder()
                .withMapping(TwilioConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(TwilioConfig.class);
        LogListener listener = new LogListener(StartupCheck.class.getName(), Level.INFO);
        new StartupCheck(new Accounts(config), config).say(new StartupEvent(), mode);
        listener.close();
        List<String> lines = List.copyOf(listener.lines());
        assertEquals(1, lines.size());
        return lines.get(0).replaceFirst("(\\w+) \\S+ +", "$1 ").strip();
    }
}
