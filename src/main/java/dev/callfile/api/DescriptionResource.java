package dev.callfile.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The API's description, {@code META-INF/openapi.yaml} as it is, for anybody. It is read when it is asked for: a library
 * that reads it at each start takes a quarter of the native executable's (docs/adr/0020).
 */
@Path("/q/openapi")
@PermitAll
class DescriptionResource {

    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    private final boolean enabled;
    private final ObjectMapper mapper;

    /** Made once, by the first who asks for it: that takes some milliseconds. */
    private volatile byte @Nullable [] json;

    DescriptionResource(
            @ConfigProperty(name = "callfile.openapi.enabled", defaultValue = "true") boolean enabled,
            ObjectMapper mapper) {
        this.enabled = enabled;
        this.mapper = mapper;
    }

    /**
     * The whole description.
     *
     * @param format {@code yaml} or {@code json}, else what {@code Accept} says, else YAML
     */
    @GET
    public Response get(@RestQuery @Nullable String format, @Context HttpHeaders headers) throws IOException {
        if (!enabled) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such address.");
        }
        String type = format == null
                ? AcceptedTypes.parse(headers.getRequestHeader(HttpHeaders.ACCEPT))
                        .choose(List.of(YAML, JSON))
                : type(format);
        return Response.ok(type.equals(YAML) ? yaml() : json(), type + ";charset=UTF-8")
                .build();
    }

    private byte[] json() throws IOException {
        byte[] made = json;
        if (made == null) {
            made = mapper.writeValueAsBytes(new YAMLMapper().readTree(yaml()));
            json = made;
        }
        return made;
    }

    private static String type(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "yaml" -> YAML;
            case "json" -> JSON;
            default -> {
                Faults faults = new Faults();
                faults.add("format", "must be yaml or json");
                throw faults.refusal();
            }
        };
    }

    private static byte[] yaml() throws IOException {
        try (InputStream description =
                DescriptionResource.class.getClassLoader().getResourceAsStream("META-INF/openapi.yaml")) {
            return Objects.requireNonNull(description, "META-INF/openapi.yaml").readAllBytes();
        }
    }
}
