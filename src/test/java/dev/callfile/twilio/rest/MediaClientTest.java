package dev.callfile.twilio.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.callfile.twilio.TwilioConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a stand-in, as in production: nothing inside is asked, however its address is written. */
class MediaClientTest {

    private final Vertx vertx = Vertx.vertx();
    private final MediaClient client = new MediaClient(
            vertx,
            new TwilioAddresses(new SmallRyeConfigBuilder()
                    .withMapping(TwilioConfig.class)
                    .withSources(new PropertiesConfigSource(
                            Map.of(
                                    "callfile.public-url", "https://calls.example.com",
                                    "callfile.twilio.auth-tokens", "token"),
                            "test",
                            100))
                    .build()
                    .getConfigMapping(TwilioConfig.class)));

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/a",
                "https://127.1:PORT/a",
                "https://2130706433:PORT/a",
                "https://localhost:PORT/a",
                "https://[::1]:PORT/a",
                "https://[::ffff:127.0.0.1]:PORT/a",
                "https://[::ffff:7f00:1]:PORT/a",
                "https://0.0.0.0:PORT/a",
                "https://user@127.0.0.1:PORT/a",
                "http://127.0.0.1:PORT/a",
                "http://1.1.1.1:PORT/a",
                "ftp://127.0.0.1:PORT/a",
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/latest/meta-data/",
                "https://10.0.0.1/a"
            })
    void addressInside_isNotConnectedTo(String address) throws IOException {
        try (ServerSocket inside = new ServerSocket(0)) {
            URI url = URI.create(address.replace("PORT", Integer.toString(inside.getLocalPort())));

            Throwable failure = assertThrows(
                            ExecutionException.class,
                            () -> client.get(url, List.of(), null)
                                    .toCompletionStage()
                                    .toCompletableFuture()
                                    .get())
                    .getCause();

            assertEquals(RefusedAddressException.class, failure.getClass(), failure::toString);
            inside.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, inside::accept);
        }
    }
}
