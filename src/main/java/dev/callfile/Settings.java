package dev.callfile;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Whether the service is configured well enough to start. */
record Settings(Config config) {

    /** The first fault, as one sentence that names the variable to mend; empty when there is none. */
    Optional<String> fault() {
        return Stream.of(
                        missing("QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url"),
                        missing("CALLFILE_PUBLIC_URL", "callfile.public-url"),
                        missing("CALLFILE_TWILIO_AUTH_TOKENS", "callfile.twilio.auth-tokens"),
                        missing("MP_JWT_VERIFY_ISSUER", "mp.jwt.verify.issuer"),
                        missing(
                                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                                "mp.jwt.verify.publickey.location",
                                "mp.jwt.verify.publickey"),
                        jdbcUrlFault(),
                        publicUrlFault(),
                        accountSidFault(),
                        authTokensFault(),
                        fromNumberFault(),
                        addressFault("CALLFILE_TWILIO_API_URL", "callfile.twilio.api-url"),
                        addressFault("CALLFILE_TWILIO_TWIML_URL", "callfile.twilio.twiml-url"),
                        addressFault("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "quarkus.otel.exporter.otlp.endpoint"),
                        reconciliationFault(),
                        publicKeyFault(),
                        retentionFault("CALLFILE_RETENTION_LEDGER_PARAMETERS", "callfile.retention.ledger-parameters"),
                        retentionFault("CALLFILE_RETENTION_TRANSCRIPTS", "callfile.retention.transcripts"),
                        retentionFault("CALLFILE_RETENTION_RECORDINGS", "callfile.retention.recordings"),
                        recordingsRetentionFault(),
                        checkFault(
                                "CALLFILE_CHECK_EVERY",
                                "callfile.check.every",
                                "off|[1-9][0-9]{0,5}[smh]",
                                "off, or a" + " time such as 10s, 5m or 1h"),
                        checkFault(
                                "CALLFILE_CHECK_RECORDS",
                                "callfile.check.records",
                                "[1-9][0-9]{0,2}|1000",
                                "a number" + " from 1 to 1000"),
                        checkFault(
                                "CALLFILE_OPENAPI_ENABLED", "callfile.openapi.enabled", "true|false", "true or false"),
                        rateLimitFault(),
                        rateLimitPeriodFault(),
                        durationFault("CALLFILE_HTTP_HEAD_TIMEOUT", "callfile.http.head-timeout"),
                        durationFault("CALLFILE_HTTP_BODY_TIMEOUT", "callfile.http.body-timeout"),
                        bodiesFault())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> missing(String variable, String... properties) {
        boolean set = Stream.of(properties).anyMatch(property -> value(property).isPresent());
        return set ? Optional.empty() : Optional.of("Callfile does not start: " + variable + " is not set.");
    }

    private Optional<String> jdbcUrlFault() {
        return value("quarkus.datasource.jdbc.url")
                .filter(url -> !url.startsWith("jdbc:postgresql:"))
                .map(url -> "Callfile does not start: QUARKUS_DATASOURCE_JDBC_URL must begin with jdbc:postgresql:.");
    }

    private Optional<String> publicUrlFault() {
        return value("callfile.public-url")
                .filter(url -> !isPublicUrl(url))
                .map(url -> url.matches("https?://[^/]*_.*")
                        ? "Callfile does not start: CALLFILE_PUBLIC_URL has an underscore in its host name, which Twilio"
                                + " does not call."
                        : "Callfile does not start: CALLFILE_PUBLIC_URL must be the http or https address that Twilio"
                                + " calls, without query or fragment, for example https://calls.example.com.");
    }

    private static boolean isPublicUrl(String text) {
        try {
            URI url = URI.create(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<String> accountSidFault() {
        return value("callfile.twilio.account-sid")
                .filter(sid -> !sid.startsWith("AC"))
                .map(sid -> "Callfile does not start: CALLFILE_TWILIO_ACCOUNT_SID must begin with AC.");
    }

    private Optional<String> authTokensFault() {
        return Stream.concat(Stream.of("callfile.twilio.auth-tokens"), subaccountTokens())
                .filter(property -> value(property).stream()
                        .flatMap(tokens -> Stream.of(tokens.split(",", -1)))
                        .anyMatch(String::isBlank))
                .findFirst()
                .map(property -> "Callfile does not start: "
                        + (property.contains("subaccounts")
                                ? "CALLFILE_TWILIO_SUBACCOUNTS__<AC…>__AUTH_TOKENS"
                                : "CALLFILE_TWILIO_AUTH_TOKENS")
                        + " must be one token, or several with commas between, and none of them empty.");
    }

    /** An environment variable's name comes with dots for its underscores. */
    private Stream<String> subaccountTokens() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(property -> property.matches("callfile\\.twilio\\.subaccounts\\..+\\.auth[.-]tokens"));
    }

    private Optional<String> fromNumberFault() {
        return value("callfile.twilio.from-number")
                .filter(number -> !number.matches("\\+[1-9][0-9]{6,14}"))
                .map(number -> "Callfile does not start: CALLFILE_TWILIO_FROM_NUMBER must be E.164, for example"
                        + " +12125550123.");
    }

    private Optional<String> addressFault(String variable, String property) {
        return value(property)
                .filter(url -> !url.matches("https?://[^\\s/]+.*"))
                .map(url -> "Callfile does not start: " + variable + " must be an http or https address.");
    }

    private Optional<String> reconciliationFault() {
        return value("callfile.reconciliation.every")
                .filter(every -> !every.matches("off|disabled|[1-9][0-9]*[smhd]?|(?i)PT?[0-9A-Z.]+"))
                .map(every ->
                        "Callfile does not start: CALLFILE_RECONCILIATION_EVERY must be a duration, for example 15m,"
                                + " or off.");
    }

    private Optional<String> checkFault(String variable, String property, String shape, String shown) {
        return value(property)
                .filter(value -> !value.matches(shape))
                .map(value -> "Callfile does not start: " + variable + " must be " + shown + ".");
    }

    private Optional<String> publicKeyFault() {
        return value("mp.jwt.verify.publickey.location")
                .filter(location -> !isReadable(location))
                .map(location ->
                        "Callfile does not start: MP_JWT_VERIFY_PUBLICKEY_LOCATION must be the URL of a JWKS, or a"
                                + " PEM file that can be read.");
    }

    private Optional<String> retentionFault(String variable, String property) {
        return value(property)
                .filter(period -> !isADayOrMore(period.strip()))
                .map(period -> "Callfile does not start: " + variable
                        + " must be a day or more, for example 365d, P10Y or PT720H.");
    }

    private static boolean isADayOrMore(String text) {
        try {
            String iso = text.replaceFirst("^([0-9]+)[dD]$", "P$1D");
            TemporalAmount period = iso.contains("T") ? Duration.parse(iso) : Period.parse(iso);
            LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
            return !now.minus(period).isAfter(now.minusDays(1));
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private Optional<String> recordingsRetentionFault() {
        return value("callfile.retention.recordings")
                .filter(period -> value("callfile.twilio.account-sid").isEmpty())
                .map(period -> "Callfile does not start: CALLFILE_RETENTION_RECORDINGS needs"
                        + " CALLFILE_TWILIO_ACCOUNT_SID, since Twilio is to delete them.");
    }

    private Optional<String> rateLimitFault() {
        return value("callfile.rate-limit.requests")
                .filter(requests -> !requests.matches("[1-9][0-9]{0,6}"))
                .map(
                        requests ->
                                "Callfile does not start: CALLFILE_RATE_LIMIT_REQUESTS must be a whole number from 1 to 9999999.");
    }

    private Optional<String> rateLimitPeriodFault() {
        return value("callfile.rate-limit.period")
                .filter(period -> !period.matches("[1-9][0-9]{0,4}[smh]?"))
                .map(period ->
                        "Callfile does not start: CALLFILE_RATE_LIMIT_PERIOD must be a number of seconds, minutes"
                                + " or hours, for example 60s, 5m or 1h.");
    }

    private Optional<String> durationFault(String variable, String property) {
        return value(property)
                .filter(duration -> !duration.matches("[1-9][0-9]{0,4}[smh]"))
                .map(duration -> "Callfile does not start: " + variable
                        + " must be a number of seconds, minutes or hours, for example 60s, 5m or 1h.");
    }

    private Optional<String> bodiesFault() {
        return value("callfile.http.bodies-at-once")
                .filter(size -> !size.matches("[1-9][0-9]{0,3}[MG]"))
                .map(size ->
                        "Callfile does not start: CALLFILE_HTTP_BODIES_AT_ONCE must be a size, for example 64M or 1G.");
    }

    private static boolean isReadable(String location) {
        String path = location.replaceFirst("^(file|classpath):", "");
        return location.matches("https?://.*")
                || Files.isReadable(Path.of(path))
                || Settings.class.getClassLoader().getResource(path) != null;
    }

    private Optional<String> value(String property) {
        return config.getOptionalValue(property, String.class).filter(Predicate.not(String::isBlank));
    }
}
