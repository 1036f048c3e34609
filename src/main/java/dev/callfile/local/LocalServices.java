package dev.callfile.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL, the keys and the stand-in for Twilio of dev and test. Each is made once in a JVM, whichever class loader asks, and kept
 * in a system property; what dev makes is kept on disk as well, in the git-ignored folder {@code .callfile}.
 */
final class LocalServices {

    private static final String ACCOUNT_SID = "AC00000000000000000000000000000000";

    private LocalServices() {}

    /** The configuration of dev or test, as far as nobody else gives it. Called by name. */
    static Map<String, String> properties(boolean dev, boolean needsDatabase, boolean needsTwilio) {
        Map<String, String> properties = new HashMap<>();
        if (needsDatabase) {
            properties.put("quarkus.datasource.jdbc.url", once("jdbc-url", () -> jdbcUrl(dev)));
            properties.put("quarkus.datasource.username", "postgres");
            properties.put("quarkus.datasource.password", "postgres");
        }
        List<String> keys = once("jwt-keys", () -> dev ? kept("jwt-keys", LocalServices::newKeys) : newKeys())
                .lines()
                .toList();
        properties.put("smallrye.jwt.sign.key", keys.get(0));
        properties.put("mp.jwt.verify.publickey", keys.get(1));
        properties.put("mp.jwt.verify.issuer", "https://issuer.example.com");
        properties.put("mp.jwt.verify.audiences", "callfile");
        String authToken = once("auth-token", () -> dev ? kept("auth-token", LocalServices::newToken) : newToken());
        properties.put("callfile.twilio.auth-tokens", authToken);
        properties.put("callfile.twilio.account-sid", ACCOUNT_SID);
        if (needsTwilio) {
            properties.put("callfile.twilio.api-url", once("twilio-url", () -> Apart.start(ACCOUNT_SID, authToken)));
            properties.put("callfile.twilio.from-number", "+15005550001");
        }
        properties.put(
                "callfile.public-url", dev ? "http://localhost:${quarkus.http.port}" : "https://calls.example.com");
        return properties;
    }

    /** Where the stand-in for Twilio is; {@code null} where nobody needed it. */
    static @Nullable String twilioUrl() {
        return System.getProperty("callfile-local.twilio-url");
    }

    /** The project's folder, wherever below it the JVM runs. */
    static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        for (Path above = folder; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve("mvnw"))) {
                folder = above;
                break;
            }
        }
        return folder.resolve(".callfile");
    }

    private static synchronized String once(String name, Supplier<String> make) {
        String property = "callfile-local." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, make.get());
        }
        return System.getProperty(property);
    }

    private static String jdbcUrl(boolean dev) {
        Path data = folder().resolve("postgres");
        return dev
                ? runningOn(data)
                        .orElseGet(() -> start(
                                postgres -> postgres.setDataDirectory(data).setCleanDataDirectory(false)))
                : start(postgres -> postgres);
    }

    private static String start(UnaryOperator<EmbeddedPostgres.Builder> configure) {
        try {
            return configure
                    .apply(withUnicode(EmbeddedPostgres.builder())
                            .setOverrideWorkingDirectory(
                                    folder().resolve("binaries").toFile())
                            .setPGStartupWait(Duration.ofSeconds(60)))
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database's locale tells what a letter is, and a shell that has none would make it ASCII's. */
    private static EmbeddedPostgres.Builder withUnicode(EmbeddedPostgres.Builder postgres) {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        return linux ? postgres.setLocaleConfig("lc-ctype", "C.UTF-8") : postgres;
    }

    /**
     * The server that still serves this folder, because dev mode was killed or runs a second time. Its process and port
     * are the first and fourth lines of postmaster.pid.
     */
    private static Optional<String> runningOn(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            String url = "jdbc:postgresql://localhost:" + lines.get(3) + "/postgres?user=postgres";
            DriverManager.getConnection(url).close();
            return Optional.of(url);
        } catch (IOException | IndexOutOfBoundsException | SQLException e) {
            return Optional.empty();
        }
    }

    private static String kept(String name, Supplier<String> make) {
        try {
            Path file = folder().resolve(name);
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, make.get());
                if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            return "-----BEGIN PRIVATE KEY-----"
                    + base64.encodeToString(keys.getPrivate().getEncoded())
                    + "-----END PRIVATE KEY-----\n-----BEGIN PUBLIC KEY-----"
                    + base64.encodeToString(keys.getPublic().getEncoded())
                    + "-----END PUBLIC KEY-----";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static String newToken() {
        byte[] token = new byte[16];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
