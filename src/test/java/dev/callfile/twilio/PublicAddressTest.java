package dev.callfile.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://calls.example.com",
                "https://calls.example.com/",
                "https://calls.example.com:443/callfile",
                "HTTPS://Calls.Example.Com",
                "https://1.1.1.1",
                "https://[2606:4700::1111]",
                "https://localhost.example.com",
                "https://example.com/q1/webhook"
            })
    void address_thatTwilioCanCall_isNotDoubted(String url) {
        assertEquals(Optional.empty(), new PublicAddress(URI.create(url)).doubt());
    }

    @ParameterizedTest
    @CsvSource({
        "http://calls.example.com, not https",
        "https://localhost, inside a network",
        "https://callfile, inside a network",
        "https://callfile.legal.svc, inside a network",
        "https://callfile.legal.svc.cluster.local, inside a network",
        "https://127.0.0.1, inside a network",
        "https://10.1.2.3/x, inside a network",
        "https://192.168.1.1, inside a network",
        "https://172.16.0.1, inside a network",
        "https://169.254.1.1, inside a network",
        "https://[::1], inside a network",
        "https://[fd00::1], inside a network",
        "https://[::ffff:10.0.0.1], inside a network",
        "https://calls.example.com:8443, has a port",
        "https://a:b@calls.example.com, has a user name",
        "https://calls.example.com/webhooks/twilio/voice/status, one of this service's own",
        "https://calls.example.com/v1, one of this service's own",
        "https://calls.example.com/x/q/openapi, one of this service's own"
    })
    void address_thatLooksWrong_isDoubted(String url, String reason) {
        String doubt = new PublicAddress(URI.create(url)).doubt().orElseThrow();

        assertTrue(doubt.contains(reason), doubt);
    }
}
