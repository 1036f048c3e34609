package dev.callfile.api;

import dev.callfile.local.PackagedService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/** The same against the packaged service. */
@QuarkusIntegrationTest
@WithTestResource(PackagedService.class)
@TestProfile(RateLimitTest.TwoAnHour.class)
class RateLimitIT extends RateLimitTest {}
