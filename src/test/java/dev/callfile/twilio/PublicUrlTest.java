package dev.callfile.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://calls.example.com, calls.example.com, 443, '', https://calls.example.com",
        "https://calls.example.com/, calls.example.com, 443, '', https://calls.example.com",
        "http://Calls.example.com/a/b/, calls.example.com, 80, /a/b, http://Calls.example.com/a/b",
        "https://calls.example.com:8443/a, calls.example.com, 8443, /a, https://calls.example.com:8443/a",
        "https://twilio:secret@calls.example.com/a, calls.example.com, 443, /a, https://calls.example.com/a",
        "http://[::1]:8080, [::1], 8080, '', http://[::1]:8080"
    })
    void url_isTakenApart(URI url, String host, int port, String prefix, String shown) {
        PublicUrl publicUrl = new PublicUrl(url);

        assertEquals(host, publicUrl.host());
        assertEquals(port, publicUrl.port());
        assertEquals(prefix, publicUrl.prefix());
        assertEquals(shown, publicUrl.shown());
    }
}
