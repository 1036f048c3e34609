package dev.callfile.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stands in for Twilio's REST API on loopback: the voice API of 2010 and Conversational Intelligence, as far as Callfile
 * uses them. It keeps what it is told, and fails as it is told to.
 */
public final class TwilioApiStandIn implements AutoCloseable {

    private static final String CONTROL = "/stand-in/";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HttpServer server;
    private final ExecutorService workers;
    private final ScheduledExecutorService clock;
    private final RequestLog log = new RequestLog();
    private final ControlApi control;
    private final Routes routes;

    private TwilioApiStandIn(HttpServer server, String accountSid, String authToken) {
        this.server = server;
        workers = Executors.newCachedThreadPool(TwilioApiStandIn::thread);
        clock = Executors.newSingleThreadScheduledExecutor(TwilioApiStandIn::thread);
        TwilioAccounts accounts = new TwilioAccounts(accountSid, authToken);
        Library library = new Library();
        PlaysCalls player = new PlaysCalls(accounts, library, this::soon);
        control = new ControlApi(accounts, library, log);
        routes = new Routes(Stream.of(
                        control.routes(),
                        player.routes(),
                        new CallsApi(accounts, library.calls(), player::placed).routes(),
                        new RecordingsApi(accounts, library.recordings(), "http://localhost:" + port(server)).routes(),
                        new IntelligenceApi(accounts, library.transcripts()).routes())
                .flatMap(List::stream)
                .toList());
    }

    /**
     * Starts on a free port.
     *
     * @param accountSid whose resources there are, {@code AC…}
     * @param authToken opens them
     */
    public static TwilioApiStandIn start(String accountSid, String authToken) {
        // Headers and body are two packets, of which the second would wait for the first's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
            TwilioApiStandIn standIn = new TwilioApiStandIn(server, accountSid, authToken);
            server.createContext("/", standIn::handle);
            server.setExecutor(standIn.workers);
            // Its thread lives on as a daemon only if a daemon starts it.
            Thread starter = thread(server::start);
            starter.start();
            starter.join();
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "twilio-stand-in");
        thread.setDaemon(true);
        thread.setContextClassLoader(TwilioApiStandIn.class.getClassLoader());
        return thread;
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    /** Scheme, host and port. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port(server));
    }

    @Override
    public void close() {
        server.stop(0);
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Asked asked = Asked.read(exchange);
        if (asked.path().startsWith(CONTROL)) {
            routes.answer(asked).send(exchange);
            return;
        }
        log.add(asked);
        Fault fault = control.faultFor(asked);
        Answer done = fault.afterWork() ? routes.answer(asked) : null;
        Runnable answer = () -> {
            if (fault.hangUp()) {
                exchange.close();
            } else if (fault.status() != 0) {
                send(fault.answer(), exchange);
            } else {
                send(done == null ? routes.answer(asked) : done, exchange);
            }
        };
        if (fault.delay().isZero()) {
            answer.run();
        } else {
            soon(fault.delay(), answer);
        }
    }

    private void soon(Duration delay, Runnable task) {
        var unused = clock.schedule(() -> workers.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whoever asked may have gone away. */
    private static void send(Answer answer, HttpExchange exchange) {
        try {
            answer.send(exchange);
        } catch (IOException e) {
            exchange.close();
        }
    }
}
