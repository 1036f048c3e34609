package dev.callfile.call;

import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.runtime.FlywayBuildTimeConfig;
import io.quarkus.flyway.runtime.FlywayContainer;
import io.quarkus.flyway.runtime.FlywayContainerProducer;
import io.quarkus.flyway.runtime.FlywayRuntimeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes Flyway only for a service that migrates: Quarkus makes it at each start, {@code quarkus.flyway.active} or not, which
 * the first answer waits for (docs/adr/0020).
 */
@Alternative
@Priority(1)
@Singleton
class FlywayWhenNeeded extends FlywayContainerProducer {

    private final boolean needed;

    FlywayWhenNeeded(
            FlywayRuntimeConfig atRunTime,
            FlywayBuildTimeConfig atBuildTime,
            @All List<InstanceHandle<FlywayConfigurationCustomizer>> customizers,
            @ConfigProperty(name = "quarkus.flyway.active") boolean needed) {
        super(atRunTime, atBuildTime, customizers);
        this.needed = needed;
    }

    @Override
    public FlywayContainer createFlyway(
            DataSource dataSource, String dataSourceName, boolean hasMigrations, boolean createPossible) {
        return needed
                ? super.createFlyway(dataSource, dataSourceName, hasMigrations, createPossible)
                : new FlywayContainer(
                        null, false, false, false, false, false, false, dataSourceName, hasMigrations, createPossible);
    }
}
