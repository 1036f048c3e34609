package dev.callfile;

import static dev.callfile.Api.newCase;
import static dev.callfile.Api.newSid;
import static dev.callfile.TwilioStandIn.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.callfile.TwilioStandIn.Form;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package's commands, beside a service that is running, on a database of their own. */
class StoreCommandIT {

    private static final String PUBLIC_URL = "https://calls.example.com";
    private static final String TOKEN = "0123456789abcdef";
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private EmbeddedPostgres postgres;

    /** @param out standard output, @param err standard error */
    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void configure() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String key = Base64.getMimeEncoder()
                .encodeToString(keys.generateKeyPair().getPublic().getEncoded());
        Path pem = Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of(".callfile", "binaries").toFile())
                .start();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"));
        settings.put("CALLFILE_PUBLIC_URL", PUBLIC_URL);
        settings.put("CALLFILE_TWILIO_AUTH_TOKENS", TOKEN);
        settings.put("MP_JWT_VERIFY_ISSUER", "https://issuer.example.com");
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", pem.toString());
        settings.put("CALLFILE_CHECK_EVERY", "off");
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void damagedStore_isFound_rebuilt_andFoundToBeWhole_besideTheService() throws Exception {
        migrate();
        Process service =
                process("service", List.of(), Map.of("QUARKUS_HTTP_PORT", "0", "QUARKUS_MANAGEMENT_PORT", "0"));
        try {
            String url = url(service);
            String altered = newSid("CA");
            String dialled = newSid("CA");
            String gone = newSid("CA");
            for (int i = 0; i < 120; i++) {
                send(url, form("CallSid", newSid("CA"), "CallStatus", "completed", "To", "+15005550006"));
            }
            send(url, form("CallSid", altered, "CallStatus", "in-progress", "From", "client:dana"));
            send(
                    url,
                    form(
                            "CallSid",
                            dialled,
                            "ParentCallSid",
                            altered,
                            "CallStatus",
                            "completed",
                            "To",
                            "+15005550006"));
            send(url, form("CallSid", gone, "CallStatus", "busy", "To", "+15005550007"));

            assertEquals(new Ended(0, "checked 122\ndiffering 0\nmissing 0\n", ""), withoutProgress(command("check")));

            execute("delete from call_leg where call_sid = '" + dialled + "'");
            execute("update phone_call set status = 'ringing' where twilio_call_sid = '" + altered + "'");
            execute("delete from phone_call where twilio_call_sid = '" + gone + "'");
            String id = one("select id from phone_call where twilio_call_sid = '" + altered + "'");
            Ended found = withoutProgress(command("check"));
            assertEquals(
                    new Ended(
                            1,
                            "checked 121\ndiffering 1\nmissing 1\n" + id + " legs,status\n" + gone + " record\n",
                            ""),
                    found);
            assertEquals("ringing", one("select status from phone_call where id = '" + id + "'"));

            Ended rebuilt = withoutProgress(command("rebuild"));
            assertEquals(0, rebuilt.status, rebuilt::toString);
            assertTrue(rebuilt.out.startsWith("checked 121\ndiffering 1\nmissing 1\nrebuilt 2\n"), rebuilt.out);
            assertEquals("completed", one("select status from phone_call where id = '" + id + "'"));
            assertEquals("busy", one("select status from phone_call where twilio_call_sid = '" + gone + "'"));

            send(url, form("CallSid", newSid("CA"), "CallStatus", "ringing"));
            assertEquals(new Ended(0, "checked 123\ndiffering 0\nmissing 0\n", ""), withoutProgress(command("check")));

            execute("delete from twilio_callback where call_sid = '" + gone + "'");
            Ended left = withoutProgress(command("rebuild"));
            assertEquals(1, left.status, left::toString);
            assertTrue(left.out.contains("rebuilt 0\n") && left.out.endsWith(" ledger\n"), left.out);
            assertEquals("busy", one("select status from phone_call where twilio_call_sid = '" + gone + "'"));
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    @Test
    void store_thatCannotBeRead_isSaidToBe() throws Exception {
        Ended unmigrated = command("check");
        assertEquals(2, unmigrated.status, unmigrated::toString);
        assertEquals("", unmigrated.out);
        assertTrue(unmigrated.err.contains("Not finished: "), unmigrated.err);

        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:1/callfile");
        Ended away = command("rebuild");
        assertEquals(2, away.status, away::toString);
        assertTrue(away.err.contains("Not finished: "), away.err);

        settings.remove("CALLFILE_PUBLIC_URL");
        assertEquals(new Ended(2, "", "Callfile does not start: CALLFILE_PUBLIC_URL is not set.\n"), command("check"));
    }

    @Test
    void unknownCommand_isRefused() throws Exception {
        String sentence = "Callfile knows no such command: give none to start the service, or one of check, rebuild.\n";

        assertEquals(new Ended(2, "", sentence), command("reconcile"));
        assertEquals(new Ended(2, "", sentence), command("check", "again"));
    }

    private void migrate() throws Exception {
        Process migration = process(
                "migration",
                List.of(),
                Map.of(
                        "QUARKUS_FLYWAY_MIGRATE_AT_START",
                        "true",
                        "QUARKUS_INIT_AND_EXIT",
                        "true",
                        "QUARKUS_HTTP_PORT",
                        "0",
                        "QUARKUS_MANAGEMENT_PORT",
                        "0"));
        String said = new String(migration.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, migration.waitFor(), said);
    }

    /** Commands open no port: with these they could not. */
    private Ended command(String... words) throws Exception {
        Process command =
                process("command", List.of(words), Map.of("QUARKUS_HTTP_PORT", "1", "QUARKUS_MANAGEMENT_PORT", "1"));
        String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(command.waitFor(120, TimeUnit.SECONDS), "it goes on");
        return new Ended(command.exitValue(), out, Files.readString(folder.resolve("command.err")));
    }

    /** Progress goes to standard error, and so does what the configuration lacks. */
    private static Ended withoutProgress(Ended ended) {
        String err = ended.err
                .lines()
                .filter(line -> !line.matches("\\d+ records checked, \\d+ differ, \\d+ are missing")
                        && !line.contains("MP_JWT_VERIFY_AUDIENCES"))
                .reduce("", (all, line) -> all + line + "\n");
        assertTrue(ended.err.contains(" records checked, "), ended.err);
        return new Ended(ended.status, ended.out, err);
    }

    private Process process(String name, List<String> words, Map<String, String> more) throws IOException {
        List<String> line = new ArrayList<>(Packaged.command());
        line.addAll(words);
        ProcessBuilder process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        process.environment().clear();
        process.environment().put("LC_ALL", "C.UTF-8");
        process.environment().putAll(settings);
        process.environment().putAll(more);
        return process.start();
    }

    private static String url(Process service) throws IOException {
        BufferedReader log = service.inputReader(StandardCharsets.UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                drain(log);
                return "http://localhost:" + listening.group(1);
            }
        }
        throw new AssertionError("it did not start");
    }

    /** Whatever else it says must be read, or it waits for that. */
    private static void drain(BufferedReader log) {
        Thread reader = new Thread(() -> {
            try {
                log.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // It has been stopped.
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private static void send(String url, Form form) throws Exception {
        String target = TwilioStandIn.STATUS + "?case_id=" + newCase();
        HttpRequest callback = HttpRequest.newBuilder(URI.create(url + target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", TwilioStandIn.hmac(TOKEN, PUBLIC_URL + target + form.signedPart()))
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded()))
                .build();
        int status = HttpClient.newHttpClient()
                .send(callback, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertEquals(204, status);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next(), sql);
            return rows.getString(1);
        }
    }
}
