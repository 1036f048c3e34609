package dev.callfile;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Takes a replica out of service for a test. In tests only. */
@Readiness
@ApplicationScoped
public class Unready implements HealthCheck {

    public static final AtomicBoolean WANTED = new AtomicBoolean();

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("test").status(!WANTED.get()).build();
    }
}
