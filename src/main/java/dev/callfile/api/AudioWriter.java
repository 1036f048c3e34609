package dev.callfile.api;

import dev.callfile.call.Audio;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends audio while no thread waits for the client, and hangs up where it breaks off: half of it must not look whole. */
@Provider
class AudioWriter implements ServerMessageBodyWriter<Audio> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Audio.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Audio.class;
    }

    @Override
    public void writeResponse(Audio audio, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        HttpServerResponse client = request.unwrap(HttpServerResponse.class);
        // The answer's own headers are added while the first bytes are written, and Vert.x asks for the length before.
        if (audio.length() == null) {
            client.setChunked(true);
        } else {
            client.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(audio.length()));
        }
        request.suspend();
        audio.body().sendTo(client).onComplete(sent -> {
            if (sent.succeeded()) {
                client.end();
            } else {
                client.reset();
            }
            request.resume();
        });
    }

    @Override
    public void writeTo(
            Audio audio,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body) {
        throw new IllegalStateException("audio is not written by a thread that waits");
    }
}
