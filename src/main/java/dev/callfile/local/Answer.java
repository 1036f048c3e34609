package dev.callfile.local;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What the stand-in for Twilio answers. */
record Answer(int status, Map<String, String> headers, Content content) {

    /** A body that need not be in memory. */
    interface Content {

        long size();

        void write(OutputStream out) throws IOException;
    }

    static Answer json(int status, Map<String, ?> body) {
        return new Answer(status, Map.of("Content-Type", "application/json;charset=utf-8"), bytes(Json.write(body)));
    }

    /** A refusal as Twilio words it. */
    static Answer error(int status, int code, String message) {
        return json(
                status,
                Map.of(
                        "code",
                        code,
                        "message",
                        message,
                        "more_info",
                        "https://www.twilio.com/docs/errors/" + code,
                        "status",
                        status));
    }

    static Answer empty(int status, Map<String, String> headers) {
        return new Answer(status, headers, bytes(new byte[0]));
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        long size = content.size();
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, size == 0 ? -1 : size);
            if (size > 0) {
                content.write(exchange.getResponseBody());
            }
        }
        exchange.close();
    }

    private static Content bytes(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
