package dev.callfile.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ended a request into a problem. Nothing of the cause leaves but what was written for the caller. */
@ApplicationScoped
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final ObjectMapper json;
    private final DatabaseAway database;

    Problems(ObjectMapper json, DatabaseAway database) {
        this.json = json;
        this.database = database;
    }

    /** Every type that the framework has a mapper of its own for is named here: the nearest type's mapper is asked. */
    @ServerExceptionMapper(
            value = {
                Throwable.class,
                WebApplicationException.class,
                NotFoundException.class,
                MismatchedInputException.class,
                UnauthorizedException.class,
                ForbiddenException.class,
                AuthenticationFailedException.class,
                AuthenticationCompletionException.class
            },
            priority = 1)
    Response respond(Throwable e, RoutingContext request) {
        if (e instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse();
        }
        if (e instanceof NotFoundException && isAnotherMethods(request)) {
            return respond(new NotAllowedException(Response.status(405).build()), request);
        }
        ProblemException problem = explain(e, request);
        int status = status(e, problem);
        Response.ResponseBuilder response =
                Response.status(status).type(Problem.MEDIA_TYPE).entity(body(status, problem, request));
        problem.headers().forEach(response::header);
        return response.build();
    }

    /** The framework finds nothing where a resource has the address, but not with this method. */
    private static boolean isAnotherMethods(RoutingContext request) {
        String method = request.request().method().name();
        return AllowedMethods.ofRequest()
                .filter(methods -> !List.of(methods.split(", ")).contains(method))
                .isPresent();
    }

    /** For what fails outside any resource, before or after the framework has found one. */
    void handle(Throwable failure, RoutingContext request) {
        if (request.response().headWritten()) {
            request.request().connection().close();
            return;
        }
        ProblemException problem = explain(failure, request);
        int status = status(failure, problem);
        problem.headers().forEach(request.response()::putHeader);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(body(status, problem, request));
    }

    private ProblemException explain(Throwable e, RoutingContext request) {
        if (e instanceof ProblemException problem) {
            return problem;
        }
        if (e instanceof UnauthorizedException || e instanceof AuthenticationException) {
            return unauthorized(request.request().getHeader(HttpHeaders.AUTHORIZATION) != null);
        }
        if (e instanceof ForbiddenException) {
            return explain(403);
        }
        if (e instanceof HttpException http) {
            return explain(http.getStatusCode());
        }
        if (e instanceof MismatchedInputException mismatch) {
            return explain(mismatch);
        }
        if (e instanceof WebApplicationException web && web.getResponse().getStatus() != 500) {
            return explain(web);
        }
        if (e instanceof IOException) {
            LOG.debugf("The client went away: %s", e.getClass().getName());
            return explain(400);
        }
        if (Outage.caused(e)) {
            LOG.warnf("Answering 503: %s", rootCause(e).getClass().getName());
            database.noticed(e);
            return unavailable();
        }
        LOG.error("Request failed", Unsaid.of(e));
        return explain(500);
    }

    static ProblemException unavailable() {
        return explain(503);
    }

    private static ProblemException unauthorized(boolean tokenGiven) {
        return new ProblemException(
                ProblemCode.UNAUTHORIZED,
                tokenGiven
                        ? "The bearer token is not valid: it may be expired, or made for another service."
                        : explain(401).detail(),
                List.of(),
                Map.of(HttpHeaders.WWW_AUTHENTICATE, tokenGiven ? "Bearer error=\"invalid_token\"" : "Bearer"));
    }

    private static ProblemException explain(MismatchedInputException e) {
        String field = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return new ProblemException(
                ProblemCode.VALIDATION_ERROR,
                explain(422).detail(),
                List.of(new FieldError(field, "is of the wrong type")));
    }

    private static ProblemException explain(WebApplicationException e) {
        ProblemException problem = explain(e.getResponse().getStatus());
        return problem.code() != ProblemCode.METHOD_NOT_ALLOWED
                ? problem
                : AllowedMethods.ofRequest()
                        .map(methods -> new ProblemException(
                                problem.code(), problem.detail(), List.of(), Map.of(HttpHeaders.ALLOW, methods)))
                        .orElse(problem);
    }

    private static ProblemException explain(int status) {
        ProblemCode code = ProblemCode.of(status);
        String detail = switch (code) {
            case BAD_REQUEST -> "The request is malformed.";
            case UNAUTHORIZED -> "Send a token: Authorization: Bearer <token>.";
            case FORBIDDEN -> "This token may not do this, or not for this case.";
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not take this method; the Allow header names those it takes.";
            case NOT_ACCEPTABLE -> "This address does not answer in a type that the Accept header admits.";
            case REQUEST_TIMEOUT -> "The request did not come in time.";
            case CONFLICT, IDEMPOTENCY_CONFLICT -> "The request contradicts another one.";
            case PRECONDITION_FAILED -> "The record is no longer the one that If-Match names: read it again.";
            case PAYLOAD_TOO_LARGE -> "The body is larger than this address takes.";
            case URI_TOO_LONG -> "The address is longer than this service takes.";
            case UNSUPPORTED_MEDIA_TYPE -> "This address does not take a body of this Content-Type.";
            case RANGE_NOT_SATISFIABLE -> "The Range header asks for bytes that are not there.";
            case VALIDATION_ERROR -> "The body is well-formed, but its values are wrong.";
            case RATE_LIMITED -> "This token's subject has sent too many requests. Retry-After tells when to go on.";
            case HEADERS_TOO_LARGE -> "The headers are larger than this service takes.";
            case INTERNAL_ERROR -> "Something went wrong here. Quote the request id when you report it.";
            case TWILIO_ERROR -> "Twilio did not do its part.";
            case UNAVAILABLE -> "The database cannot be reached. Send the same request again later.";
        };
        return status == 503
                ? new ProblemException(code, detail, List.of(), Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS))
                : new ProblemException(code, detail);
    }

    /** The framework's own status, where it has chosen one, though it may be none that has a code of its own. */
    private static int status(Throwable e, ProblemException problem) {
        if (e instanceof WebApplicationException web) {
            return web.getResponse().getStatus();
        }
        return e instanceof HttpException http
                ? http.getStatusCode()
                : problem.code().status();
    }

    private String body(int status, ProblemException problem, RoutingContext request) {
        try {
            return json.writeValueAsString(
                    Problem.of(status, problem, request.request().path(), RequestId.assign(request)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
