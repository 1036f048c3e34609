package dev.callfile.trace;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Traces that are sent over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = TraceReceiver.class, restrictToAnnotatedClass = true)
class TraceTest extends Traces {}
