package dev.callfile.twilio.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.callfile.Ports;
import dev.callfile.call.Preflight;
import dev.callfile.twilio.Accounts.Signer;
import dev.callfile.twilio.PublicUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a public URL at which nothing answers as it should, down to the certificate. */
class ProbeClientTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static @Nullable Path authority;

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void nameThatDoesNotResolve_isHostUnknown() {
        Preflight preflight = send("https://calls.invalid", null, LONG, LONG);

        assertEquals("host_unknown", preflight.cause());
        assertEquals(List.of(), preflight.sent().addresses());
    }

    @Test
    void portWhereNobodyListens_isConnectionRefused() {
        Preflight preflight = send("http://127.0.0.1:" + Ports.free(), null, LONG, LONG);

        assertEquals("connection_refused", preflight.cause());
        assertTrue(preflight.explanation().contains("hairpin"));
        assertEquals(List.of("127.0.0.1"), preflight.sent().addresses());
        assertNull(preflight.answer());
    }

    /** A queue of one, which is full: the next is not answered. */
    @Test
    void machineThatTakesNoConnection_isConnectTimedOut() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                CompletableFuture.runAsync(() -> connect(socket, full.getLocalPort()));
            }

            Preflight preflight = send("http://127.0.0.1:" + full.getLocalPort(), null, SHORT, LONG);

            assertEquals("connect_timed_out", preflight.cause());
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void connect(Socket socket, int port) {
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    @Test
    void silence_isTimedOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    "timed_out",
                    send("http://127.0.0.1:" + silent.getLocalPort(), null, LONG, SHORT)
                            .cause());
        }
    }

    @Test
    void hangingUp_isConnectionBroken() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> hungUp = CompletableFuture.runAsync(() -> hangUp(server));

            Preflight preflight = send("http://127.0.0.1:" + server.getLocalPort(), null, LONG, LONG);

            assertEquals("connection_broken", preflight.cause());
            hungUp.get();
        }
    }

    private static void hangUp(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream request = socket.getInputStream()) {
            assertTrue(request.read() > 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void plainHttpAtAnHttpsAddress_isTlsFailed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerPlainly(server));

            Preflight preflight = send("https://127.0.0.1:" + server.getLocalPort(), null, LONG, LONG);

            assertEquals("tls_failed", preflight.cause());
            answered.get();
        }
    }

    private static void answerPlainly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            assertTrue(socket.getInputStream().read() > 0);
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dns:localhost, -1d, true, other_server",
        "dns:localhost, -1d, false, tls_untrusted",
        "dns:calls.example.com, -1d, true, tls_wrong_host",
        "dns:localhost, -3d, true, tls_expired",
        "dns:localhost, +1d, true, tls_expired"
    })
    void certificate_isLookedAt(String name, String validFrom, boolean trusted, String cause) throws Exception {
        HttpsServer server = serve(keysOf(name, validFrom));
        try {
            Preflight preflight = send(
                    "https://localhost:" + server.getAddress().getPort(), trusted ? authority() : null, LONG, LONG);

            assertEquals(cause, preflight.cause(), preflight.explanation());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void login_isSentAsTwilioSendsIt_andNotShown() throws Exception {
        try (Proxy proxy = new Proxy(URI.create("http://localhost:" + Ports.free()))) {
            proxy.answers(401, "");
            String url = "http://twilio:s%20cret@localhost:" + proxy.port();

            Preflight preflight = send(url, null, LONG, LONG);

            assertEquals("proxy_unauthorized", preflight.cause());
            assertEquals(
                    "Basic dHdpbGlvOnMgY3JldA==",
                    proxy.requests.peek().headers().get("Authorization"));
            assertTrue(preflight.sent().url().startsWith("http://localhost:" + proxy.port() + "/webhooks/twilio/"));
        }
    }

    private static Preflight send(String url, @Nullable Path trusted, Duration connect, Duration patience) {
        HttpClientOptions options = new HttpClientOptions();
        if (trusted != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(trusted.toString()));
        }
        PublicUrl to = new PublicUrl(URI.create(url));
        ProbeRequest probe = ProbeRequest.of(to, new Signer(null, true, List.of("token")), "proof");
        return Preflights.judge(probe, new ProbeClient(VERTX, options, connect).send(probe, patience), null, 1);
    }

    private static HttpsServer serve(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "password".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static synchronized Path authority() throws Exception {
        if (authority == null) {
            keytool("-genkeypair -alias ca -dname CN=authority -ext bc:c -keyalg EC -keystore ca.p12");
            keytool("-exportcert -alias ca -rfc -file ca.pem -keystore ca.p12");
            authority = folder.resolve("ca.pem");
        }
        return authority;
    }

    /** Keys with a certificate of our authority, for two days. */
    private static Path keysOf(String name, String validFrom) throws Exception {
        authority();
        Files.deleteIfExists(folder.resolve("server.p12"));
        keytool("-genkeypair -alias server -dname CN=server -keyalg EC -keystore server.p12");
        keytool("-certreq -alias server -file server.csr -keystore server.p12");
        keytool("-gencert -alias ca -rfc -infile server.csr -outfile server.pem -validity 2 -startdate " + validFrom
                + " -ext san=" + name + " -keystore ca.p12");
        keytool("-importcert -alias ca -noprompt -file ca.pem -keystore server.p12");
        keytool("-importcert -alias server -noprompt -file server.pem -keystore server.p12");
        return folder.resolve("server.p12");
    }

    private static void keytool(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of("-storepass", "password", "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
