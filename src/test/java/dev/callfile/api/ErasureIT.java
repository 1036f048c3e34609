package dev.callfile.api;

import dev.callfile.local.PackagedService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
@WithTestResource(PackagedService.class)
class ErasureIT extends ErasureTest {}
