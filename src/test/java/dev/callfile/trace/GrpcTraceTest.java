package dev.callfile.trace;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Traces that are sent by gRPC, as they are where nothing else is said. */
@QuarkusTest
@QuarkusTestResource(value = GrpcTraceReceiver.class, restrictToAnnotatedClass = true)
class GrpcTraceTest extends Traces {}
