package dev.callfile.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A span as it arrives, read by code that shares nothing with what wrote it.
 *
 * @param events how many it has
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
record Span(String traceId, String id, String parentId, String name, Map<String, String> attributes, int events) {

    private static final HexFormat HEX = HexFormat.of();

    /** Those of an {@code ExportTraceServiceRequest}. */
    static List<Span> in(byte[] export) {
        List<Span> spans = new ArrayList<>();
        for (byte[] resource : all(export, 1)) {
            for (byte[] scope : all(resource, 2)) {
                all(scope, 2).forEach(span -> spans.add(of(span)));
            }
        }
        return spans;
    }

    private static Span of(byte[] span) {
        Map<String, String> attributes = new HashMap<>();
        for (byte[] attribute : all(span, 9)) {
            for (byte[] value : all(attribute, 2)) {
                attributes.put(text(attribute, 1), text(value, 1));
            }
        }
        return new Span(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                attributes,
                all(span, 11).size());
    }

    private static String text(byte[] message, int field) {
        return all(message, field).stream()
                .findFirst()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String hex(byte[] message, int field) {
        return all(message, field).stream().findFirst().map(HEX::formatHex).orElse("");
    }

    /** A message's values of one field, of those that have a length. */
    private static List<byte[]> all(byte[] message, int field) {
        List<byte[]> values = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(message);
        try {
            while (in.available() > 0) {
                long tag = varint(in);
                switch ((int) (tag & 7)) {
                    case 0 -> varint(in);
                    case 1 -> in.skipNBytes(8);
                    case 5 -> in.skipNBytes(4);
                    case 2 -> {
                        byte[] value = in.readNBytes((int) varint(in));
                        if (tag >> 3 == field) {
                            values.add(value);
                        }
                    }
                    default -> throw new IOException("not protobuf");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static long varint(ByteArrayInputStream in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.read();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }
}
