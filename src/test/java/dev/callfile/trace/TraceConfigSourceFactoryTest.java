package dev.callfile.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceConfigSourceFactoryTest {

    @ParameterizedTest
    @CsvSource({
        "other, x, true",
        "quarkus.otel.exporter.otlp.endpoint, ' ', true",
        "quarkus.otel.exporter.otlp.endpoint, http://collector:4317, false",
        "quarkus.otel.exporter.otlp.traces.endpoint, http://collector:4317, false",
        "quarkus.otel.sdk.disabled, false, false"
    })
    void tracing_isOffUnlessThereIsAnEndpoint(String name, String value, boolean off) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("quarkus.otel.exporter.otlp.endpoint", "http://localhost:4317/")
                .withSources(new PropertiesConfigSource(Map.of(name, value), "environment", 300))
                .withSources(new TraceConfigSourceFactory())
                .build();

        assertEquals(off, config.getValue("quarkus.otel.sdk.disabled", boolean.class));
    }
}
