package dev.callfile.api;

import dev.callfile.access.CaseAccess;
import dev.callfile.access.Scope;
import dev.callfile.call.CaseId;
import dev.callfile.call.Reconciliation;
import dev.callfile.call.ReconciliationFinding;
import dev.callfile.call.Reconciliations;
import dev.callfile.http.UrlEncoded;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/** Compares the calls here with those at Twilio, and tells how far that is. */
@Path("/v1/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class ReconciliationResource {

    private static final String CSV = "text/csv";

    private final Reconciliations reconciliations;
    private final CaseAccess access;
    private final Clock clock;

    ReconciliationResource(Reconciliations reconciliations, CaseAccess access, Clock clock) {
        this.reconciliations = reconciliations;
        this.access = access;
        this.clock = clock;
    }

    /** One of them. */
    record Answer(ReconciliationView data) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context HttpServerRequest request, byte[] body) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        new Parameters(UrlEncoded.parse(request.query()).values(), List.of()).refuseFaults();
        return created(ReconciliationBody.parse(body, clock.instant()));
    }

    @POST
    @Consumes(CSV)
    public Response createFromCsv(@Context HttpServerRequest request, byte[] body) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return created(
                ReconciliationBody.parse(UrlEncoded.parse(request.query()).values(), body, clock.instant()));
    }

    @GET
    public CursorList<ReconciliationView> list(@Context HttpServerRequest request) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return page(
                request,
                ListDigest.of("reconciliations", ""),
                (before, limit) -> reconciliations.page(before.orElse(null), limit),
                Reconciliation::id,
                this::view);
    }

    @GET
    @Path("/{reconciliation_id}")
    public Answer get(@RestPath("reconciliation_id") String id) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return new Answer(view(find(id)));
    }

    @GET
    @Path("/{reconciliation_id}/findings")
    public CursorList<ReconciliationFinding> findings(
            @RestPath("reconciliation_id") String id, @Context HttpServerRequest request) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        String known = find(id).id();
        return page(
                request,
                ListDigest.of("findings_of", known),
                (after, limit) -> reconciliations.findings(known, after.orElse(null), limit),
                ReconciliationFinding::callSid,
                Function.identity());
    }

    @POST
    @Path("/{reconciliation_id}/cancel")
    public Answer cancel(@RestPath("reconciliation_id") String id) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return changed(find(id), reconciliations::cancel, "Only what is running can be cancelled.");
    }

    @POST
    @Path("/{reconciliation_id}/resume")
    public Answer resume(@RestPath("reconciliation_id") String id) {
        access.requireEveryCase(Scope.PHONE_CALLS_ADMIN);
        return changed(find(id), reconciliations::resume, "Only what failed or was cancelled can be resumed.");
    }

    private Response created(ReconciliationBody.Request asked) {
        Reconciliation job =
                reconciliations.create(access.subject(), asked.from(), asked.to(), asked.dryRun(), asked.caseOf());
        return Response.accepted(new Answer(view(job)))
                .header(HttpHeaders.LOCATION, "/v1/reconciliations/" + job.id())
                .build();
    }

    private Answer changed(Reconciliation job, Function<String, Optional<Reconciliation>> change, String otherwise) {
        return change.apply(job.id())
                .map(changed -> new Answer(view(changed)))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.CONFLICT,
                        "The reconciliation is " + job.status().word() + ". " + otherwise));
    }

    private ReconciliationView view(Reconciliation job) {
        return ReconciliationView.of(job, reconciliations.counts(job.id()));
    }

    private Reconciliation find(String id) {
        return CaseId.parse(id)
                .flatMap(ulid -> reconciliations.find(id.toUpperCase(Locale.ROOT)))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such reconciliation."));
    }

    private static <T, V> CursorList<V> page(
            HttpServerRequest request,
            String list,
            BiFunction<Optional<String>, Integer, List<T>> read,
            Function<T, String> id,
            Function<T, V> view) {
        Map<String, List<String>> query = UrlEncoded.parse(request.query()).values();
        Parameters parameters = new Parameters(query, List.of("per_page", "cursor"));
        int perPage = Paging.perPage(parameters);
        Optional<Cursor> cursor = Paging.cursor(parameters);
        parameters.refuseFaults();
        Optional<String> after = cursor.map(given -> Paging.placeOf(given.idIn(list), parameters));
        List<T> rows = read.apply(after, perPage + 1);
        boolean hasMore = rows.size() > perPage;
        List<T> shown = hasMore ? rows.subList(0, perPage) : rows;
        return CursorList.of(
                shown.stream().map(view).toList(),
                perPage,
                hasMore ? Cursor.of(id.apply(shown.get(perPage - 1)), list) : null);
    }
}
