package dev.callfile.trace;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns tracing on where there is an endpoint to send traces to, and else off, statements to the database included. */
@StaticInitSafe
public class TraceConfigSourceFactory implements ConfigSourceFactory {

    private static final int BELOW_EVERYTHING = 90;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean on = Stream.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint")
                .anyMatch(endpoint -> isSet(context.getValue(endpoint)));
        Map<String, String> properties = Map.of(
                "quarkus.otel.sdk.disabled", Boolean.toString(!on),
                "quarkus.datasource.jdbc.telemetry.enabled", Boolean.toString(on));
        return List.of(new PropertiesConfigSource(properties, "callfile-trace", BELOW_EVERYTHING));
    }

    /** The extension's own default comes from below. */
    private static boolean isSet(ConfigValue endpoint) {
        return endpoint != null
                && endpoint.getConfigSourceOrdinal() > BELOW_EVERYTHING
                && endpoint.getValue() != null
                && !endpoint.getValue().isBlank();
    }
}
