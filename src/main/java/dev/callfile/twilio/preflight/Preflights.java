package dev.callfile.twilio.preflight;

import static java.util.Objects.requireNonNull;

import dev.callfile.call.CallbackRoute;
import dev.callfile.call.Preflight;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.Accounts.Signer;
import dev.callfile.twilio.PublicUrl;
import dev.callfile.twilio.TwilioConfig;
import dev.callfile.twilio.callback.PreflightProof;
import dev.callfile.twilio.preflight.Cause.Finding;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Signs probes as Twilio would, sends them to the public URL, and judges what comes of them. */
@ApplicationScoped
class Preflights implements CallbackRoute {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What is longer ago says nothing about now. */
    private static final Duration RECENT = Duration.ofHours(24);

    private final PublicUrl publicUrl;
    private final List<Signer> signers;
    private final Clock clock;
    private final ProbeClient client;
    private final AtomicBoolean underWay = new AtomicBoolean();

    Preflights(TwilioConfig config, Accounts accounts, Clock clock, Vertx vertx) {
        this.publicUrl = new PublicUrl(config.publicUrl());
        this.signers = accounts.signers();
        this.clock = clock;
        this.client = new ProbeClient(vertx, new HttpClientOptions(), CONNECT);
    }

    @Override
    public String publicUrl() {
        return publicUrl.shown();
    }

    @Override
    public List<Account> accounts() {
        return signers.stream()
                .map(signer -> new Account(
                        signer.accountSid(),
                        signer.main() ? "main" : "subaccount",
                        signer.tokens().size()))
                .toList();
    }

    @Override
    public Preflight tryOut(@Nullable Instant lastValid) {
        if (!underWay.compareAndSet(false, true)) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "Another preflight is under way. Ask again in a moment, or with preflight=false.",
                    Map.of(HttpHeaders.RETRY_AFTER, Long.toString(PATIENCE.toSeconds())));
        }
        try {
            Instant now = clock.instant();
            boolean recent = lastValid != null && lastValid.isAfter(now.minus(RECENT));
            return tryOut(now, recent ? lastValid : null);
        } finally {
            underWay.set(false);
        }
    }

    /** What every account has in common goes wrong with the first; all of them together take no longer than one may. */
    private Preflight tryOut(Instant now, @Nullable Instant lastValid) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String proof = PreflightProof.make(signers.get(0).tokens().get(0), now);
        int probes = 0;
        Preflight preflight;
        do {
            ProbeRequest probe = ProbeRequest.of(publicUrl, signers.get(probes), proof);
            probes++;
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            preflight = judge(probe, client.send(probe, left), lastValid, probes);
        } while (preflight.ok() && probes < signers.size());
        return preflight;
    }

    static Preflight judge(ProbeRequest probe, Attempt attempt, @Nullable Instant lastValid, int probes) {
        Attempt.Reply reply = attempt.reply();
        Preflight.Seen seen = reply == null ? null : Answers.seen(reply).orElse(null);
        Optional<Finding> fault = fault(probe, attempt, seen, lastValid);
        return new Preflight(
                fault.isEmpty(),
                fault.map(finding -> finding.cause().word()).orElse(null),
                fault.map(Finding::explanation)
                        .orElse("A callback reaches this service unchanged, and its signature fits."),
                Hints.of(probe, attempt, seen, fault.isPresent(), lastValid),
                probes,
                probe.accountSid(),
                probe.sent(attempt.addresses()),
                reply == null ? null : reply.answer(),
                seen);
    }

    private static Optional<Finding> fault(
            ProbeRequest probe, Attempt attempt, Preflight.@Nullable Seen seen, @Nullable Instant lastValid) {
        if (seen != null) {
            return Changes.explain(probe, seen);
        }
        return Optional.of(
                attempt.reply() != null
                        ? Answers.explain(probe, attempt.reply())
                        : Unreached.explain(probe.to(), requireNonNull(attempt.failure()), lastValid));
    }
}
