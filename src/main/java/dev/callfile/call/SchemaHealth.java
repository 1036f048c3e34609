package dev.callfile.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the database is migrated as far as this version needs it. Once it was, it is not asked again: what a newer version
 * does to it is none of our business, so that one can roll back.
 */
@Readiness
@ApplicationScoped
class SchemaHealth implements HealthCheck {

    private final SchemaVersion schema;
    private volatile boolean migrated;

    SchemaHealth(SchemaVersion schema) {
        this.schema = schema;
    }

    @Override
    @ActivateRequestContext
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("migrations");
        try {
            migrated = migrated || schema.isThere();
        } catch (RuntimeException e) {
            health.withData("database", "not reached, or without a schema");
        }
        return health.status(migrated).withData("needed", schema.needed()).build();
    }
}
