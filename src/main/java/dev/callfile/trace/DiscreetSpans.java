package dev.callfile.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Overwrites every text that is not known to be harmless before a span leaves: paths hold cases, queries hold numbers, and
 * addresses of recordings hold signatures. The route and the statement, which has placeholders alone, tell enough.
 */
@Singleton
class DiscreetSpans implements ExtendedSpanProcessor {

    static final String UNSAID = "-";

    private static final Set<String> HARMLESS = Set.of(
            "http.request.method",
            "http.route",
            "url.scheme",
            "network.protocol.name",
            "network.protocol.version",
            "error.type",
            "code.function.name",
            "code.function",
            "code.namespace",
            "db.system",
            "db.system.name",
            "db.name",
            "db.namespace",
            "db.operation",
            "db.operation.name",
            "db.sql.table",
            "db.collection.name",
            "db.statement",
            "db.query.text",
            "db.query.summary",
            "db.response.status_code");

    @Override
    public void onEnding(ReadWriteSpan span) {
        span.getAttributes().forEach((key, value) -> {
            if (key.getType() == AttributeType.STRING && !HARMLESS.contains(key.getKey())) {
                span.setAttribute(AttributeKey.stringKey(key.getKey()), UNSAID);
            }
        });
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
