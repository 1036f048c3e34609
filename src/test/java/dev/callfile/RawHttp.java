package dev.callfile;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Says to the service what no client library would. */
public final class RawHttp {

    private static final int PATIENCE_MS = 10_000;

    private RawHttp() {}

    /** An answer; status 0 where the service hung up without one. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /**
     * Sends a request line and headers as they are.
     *
     * @param headers each ends with a line end
     */
    public static Answer send(String method, String target, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                + (method.equals("GET") ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n" + body);
    }

    public static Answer send(String request) {
        try (Socket socket = new Socket(URI.create(RestAssured.baseURI).getHost(), RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param text each byte as a character of its own */
    private static Answer parse(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (text.isEmpty()) {
            return new Answer(0, headers, "");
        }
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        byte[] bytes = ("chunked".equals(headers.get("Transfer-Encoding")) ? joined(body) : body)
                .getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(
                Integer.parseInt(lines[0].split(" ", -1)[1]), headers, new String(bytes, StandardCharsets.UTF_8));
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        int end = chunks.indexOf("\r\n");
        while (end >= 0) {
            int length = Integer.parseInt(chunks.substring(at, end), 16);
            body.append(chunks, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
            end = length == 0 ? -1 : chunks.indexOf("\r\n", at);
        }
        return body.toString();
    }
}
