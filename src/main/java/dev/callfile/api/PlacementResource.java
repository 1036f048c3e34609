package dev.callfile.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CallPlacer;
import dev.callfile.call.CallPlacer.Erased;
import dev.callfile.call.CallPlacer.NotPlaced;
import dev.callfile.call.CallPlacer.Pending;
import dev.callfile.call.CallPlacer.Placed;
import dev.callfile.call.CallPlacer.Repeated;
import dev.callfile.call.CaseId;
import dev.callfile.call.Placement;
import dev.callfile.call.PlacementRequest;
import dev.callfile.call.Placements;
import dev.callfile.call.Telephone;
import dev.callfile.call.Telephone.Answer;
import dev.callfile.call.Telephone.NotReached;
import dev.callfile.call.Telephone.Refused;
import dev.callfile.call.Telephone.Unknown;
import dev.callfile.problem.FieldError;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Places calls. */
@Path("/v1/cases/{case_id}/phone-calls")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class PlacementResource {

    /** As the IETF draft has it, and as Twilio's own use of it never is: a key for our side of the call alone. */
    private static final String KEY = "Idempotency-Key";

    private static final String NOT_KNOWN =
            "It is not known whether Twilio took this call. With its Idempotency-Key, the"
                    + " same request again places no second call; without one, read the case's list first.";

    private static final Pattern KEYS = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final int CREATED = 201;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final CallPlacer placer;
    private final Placements placements;
    private final Telephone telephone;
    private final CaseAccess access;
    private final ObjectMapper json;

    PlacementResource(
            CallPlacer placer, Placements placements, Telephone telephone, CaseAccess access, ObjectMapper json) {
        this.placer = placer;
        this.placements = placements;
        this.telephone = telephone;
        this.access = access;
        this.json = json;
    }

    /** A refusal, as it is kept for repetitions. */
    @RegisterForReflection(registerFullHierarchy = true) // kept as JSON
    record KeptRefusal(@Nullable Integer code, String reason) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response place(@RestPath("case_id") String caseId, @Context HttpHeaders headers, byte[] body) {
        access.require(Scope.PHONE_CALLS_WRITE, caseId);
        CaseId placedFor = CaseId.parse(caseId)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.BAD_REQUEST,
                        "A parameter is wrong.",
                        List.of(new FieldError("case_id", "must be a ULID"))));
        String key = key(headers);
        PlacementRequest request = PlacementBody.parse(body, placedFor, telephone.callerId());
        Placement placement = placements.claim(request, access.subject(), key);
        if (placement.isErased()) {
            throw erased();
        }
        if (!placements.isFor(placement, request)) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_CONFLICT,
                    "This Idempotency-Key was used for another request in the last 24 hours: use a new one.");
        }
        return answer(placement, placer.place(placement));
    }

    private static @Nullable String key(HttpHeaders headers) {
        List<String> keys = headers.getRequestHeader(KEY);
        if (keys == null || keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1
                || !KEYS.matcher(keys.get(0)).matches()
                || keys.get(0).isBlank()) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "A header is wrong.",
                    List.of(new FieldError(KEY, "must be given once, with 1 to 255 printable ASCII characters")));
        }
        return keys.get(0);
    }

    private Response answer(Placement placement, CallPlacer.Outcome outcome) {
        if (outcome instanceof Placed placed) {
            String answer = write(PhoneCallAnswer.of(placed.file()));
            return repeat(placement, placements.answer(placement, CREATED, answer));
        }
        if (outcome instanceof Repeated repeated) {
            return repeat(placement, repeated.answer());
        }
        if (outcome instanceof Erased) {
            throw erased();
        }
        if (outcome instanceof Pending pending) {
            throw unavailable(NOT_KNOWN, pending.retryAfter());
        }
        throw refusal(placement, ((NotPlaced) outcome).answer());
    }

    private static ProblemException erased() {
        return new ProblemException(
                ProblemCode.CONFLICT,
                "The data of the call that was asked for has been erased, and no other is placed: for a new call, use a"
                        + " new Idempotency-Key.");
    }

    private ProblemException refusal(Placement placement, Answer answer) {
        if (answer instanceof Refused refused) {
            KeptRefusal kept = new KeptRefusal(refused.code(), refused.reason());
            if (refused.lasting()) {
                placements.answer(placement, ProblemCode.TWILIO_ERROR.status(), write(kept));
            }
            return twilioError(kept, refused.retryAfter());
        }
        if (answer instanceof Unknown unknown && unknown.answered()) {
            return ProblemException.ofTwilio(null, unknown.reason() + " " + NOT_KNOWN, retryAfter(SOON));
        }
        return unavailable(
                answer instanceof Unknown unknown ? unknown.reason() + " " + NOT_KNOWN : ((NotReached) answer).reason(),
                SOON);
    }

    private Response repeat(Placement placement, Placement.FirstAnswer answer) {
        if (answer.status() == ProblemCode.CONFLICT.status()) {
            throw erased();
        }
        JsonNode body = read(answer.body());
        if (answer.status() != CREATED) {
            JsonNode code = body.path("code");
            throw twilioError(
                    new KeptRefusal(
                            code.isInt() ? code.intValue() : null,
                            body.path("reason").asText()),
                    null);
        }
        String location = "/v1/cases/" + placement.request().caseId() + "/phone-calls/"
                + body.path("data").path("id").asText();
        return Response.status(CREATED)
                .header(HttpHeaders.LOCATION, location)
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.body())
                .build();
    }

    private static ProblemException twilioError(KeptRefusal refusal, @Nullable Duration retryAfter) {
        String code = refusal.code() == null ? "" : " (Twilio error " + refusal.code() + ")";
        return ProblemException.ofTwilio(
                refusal.code(),
                "Twilio refused the call: " + refusal.reason() + code,
                retryAfter == null ? Map.of() : retryAfter(retryAfter));
    }

    private static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail, retryAfter(retryAfter));
    }

    private static Map<String, String> retryAfter(Duration duration) {
        return Map.of(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, duration.toSeconds())));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode read(String answer) {
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
