package dev.callfile.api;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.MediaServer.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.MediaServer;
import dev.callfile.Recorded;
import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many who listen at once, to much, and slowly: it costs neither memory nor threads nor connections to the database. */
@QuarkusTest
@TestProfile(MediaStandIn.class)
class SlowListenersTest {

    private static final int LISTENERS = 40;
    private static final long SIZE = 100_000_000;
    /** What the system's own buffers on the way hold of one recording, at most. */
    private static final long UNDERWAY = 20_000_000;

    private static MediaServer twilio;

    @BeforeAll
    static void listen() {
        twilio = new MediaServer(ConfigProvider.getConfig()
                .getValue("callfile.twilio.api-url", URI.class)
                .getPort());
    }

    @AfterAll
    static void stop() {
        twilio.close();
    }

    @Test
    void listenersThatDoNotRead_holdUpNobody() throws Exception {
        Recorded call = new Recorded();
        twilio.keep(call.keptAtTwilio() + ".mp3", SIZE, "audio/mpeg");
        String audio = call.audio();
        long heapBefore = usedHeap();

        List<Socket> listeners = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            listeners.add(ask(call, audio, i % 2 == 0 ? "" : "Range: bytes=" + i + "-\r\n"));
        }
        for (int i = 0; i < LISTENERS; i++) {
            assertEquals(i % 2 == 0 ? "HTTP/1.1 200 OK" : "HTTP/1.1 206 Partial Content", head(listeners.get(i)));
        }
        awaitStandstill();

        assertTrue(twilio.sent.get() < LISTENERS * UNDERWAY, () -> twilio.sent + " bytes were asked for");
        assertTrue(usedHeap() - heapBefore < 50_000_000, () -> usedHeap() + " bytes in use after " + heapBefore);
        for (int i = 0; i < 10; i++) {
            as(Tokens.reader(call.caseId)).get(calls(call.caseId)).then().statusCode(200);
        }

        assertArrayEquals(bytes(0, 5_000_000), listeners.get(0).getInputStream().readNBytes(5_000_000));
        readToEnd(listeners.get(0), 5_000_000);
        readToEnd(listeners.get(1), 1);
        for (Socket listener : listeners) {
            listener.close();
        }
        await(() -> twilio.brokenOff.get() == LISTENERS - 2);
        call.listener().get(audio).then().statusCode(200);
    }

    private static Socket ask(Recorded call, String audio, String headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(URI.create(RestAssured.baseURI).getHost(), RestAssured.port));
        socket.getOutputStream()
                .write(("GET " + audio + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + Tokens.listener(call.caseId) + "\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads an answer's head to its end, and returns its first line. */
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void readToEnd(Socket socket, long from) throws IOException {
        InputStream in = socket.getInputStream();
        int step = 1_000_000;
        for (long at = from; at < SIZE; at += step) {
            int length = (int) Math.min(step, SIZE - at);
            assertArrayEquals(bytes(at, length), in.readNBytes(length));
        }
    }

    /** Until nothing has been sent for a while. */
    private static void awaitStandstill() throws InterruptedException {
        long before = -1;
        while (before != twilio.sent.get()) {
            before = twilio.sent.get();
            Thread.sleep(1000);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertTrue(condition.getAsBoolean());
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
