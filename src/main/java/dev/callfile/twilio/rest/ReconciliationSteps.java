package dev.callfile.twilio.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callfile.call.CallRepairs;
import dev.callfile.call.OverdueCalls;
import dev.callfile.call.OverdueCalls.Overdue;
import dev.callfile.call.Reconciliation;
import dev.callfile.call.Reconciliation.Position;
import dev.callfile.call.ReconciliationQueue.Step;
import dev.callfile.twilio.Accounts;
import dev.callfile.twilio.rest.TwilioJson.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a reconciliation one page further. A page that was taken before changes nothing when it is taken again. */
@ApplicationScoped
class ReconciliationSteps {

    private static final int OVERDUE_AT_ONCE = 20;
    private static final int SETTLED_AT_ONCE = 2_000;
    private static final Set<String> OVER = Set.of("completed", "busy", "failed", "no-answer", "canceled");

    private final Accounts accounts;
    private final CallLists lists;
    private final ListedFacts facts;
    private final CallRepairs repairs;
    private final OverdueCalls overdueCalls;

    ReconciliationSteps(
            Accounts accounts, CallLists lists, ListedFacts facts, CallRepairs repairs, OverdueCalls overdueCalls) {
        this.accounts = accounts;
        this.lists = lists;
        this.facts = facts;
        this.repairs = repairs;
        this.overdueCalls = overdueCalls;
    }

    /**
     * The next step.
     *
     * @throws FetchException when Twilio does not answer
     * @throws TwilioBusyException when Twilio wants to be asked later
     */
    Step take(Reconciliation job) {
        List<String> sids = accounts.sids();
        if (sids.isEmpty()) {
            throw FetchException.passing("CALLFILE_TWILIO_ACCOUNT_SID is not set");
        }
        Position at = job.position();
        // Of an account that is no longer configured there is nothing left to read.
        String account = sids.get(Math.min(at.account(), sids.size() - 1));
        return switch (at.step()) {
            case CALLS -> calls(job, account);
            case CANCELLED_CALLS -> cancelledCalls(job, account);
            case RECORDINGS -> recordings(job, account, sids.size());
            case OVERDUE_CALLS -> overdueCalls(job);
            case UNASSIGNED_CALLS -> unassignedCalls(job);
        };
    }

    /** Those that were cancelled before they were dialled come next, whether this list has them or not. */
    private Step calls(Reconciliation job, String account) {
        Page page = lists.calls(account, job.from(), job.to(), job.position().page());
        List<JsonNode> calls = page.items().stream()
                .filter(call -> ListedFacts.isOf(job, call) && !wasNeverDialled(call))
                .toList();
        return listed(job, page, calls, Position.of(job.position().account(), Reconciliation.Step.CANCELLED_CALLS));
    }

    private Step cancelledCalls(Reconciliation job, String account) {
        Page page = lists.cancelledCalls(account, job.position().page());
        List<JsonNode> calls = page.items().stream()
                .filter(call -> ListedFacts.isOf(job, call) && wasNeverDialled(call))
                .toList();
        return listed(job, page, calls, Position.of(job.position().account(), Reconciliation.Step.RECORDINGS));
    }

    private static boolean wasNeverDialled(JsonNode call) {
        return call.path("status").asText().equals("canceled")
                && ListedFacts.time(call, "start_time").isEmpty();
    }

    private Step listed(Reconciliation job, Page page, List<JsonNode> calls, Position after) {
        repairs.repair(job, facts.ofCalls(job, calls));
        boolean enough = ListedFacts.endsBefore(job.from(), page.items());
        return new Step(next(job, page, calls.size(), enough ? null : page.next(), after), calls.size(), 1);
    }

    private Step recordings(Reconciliation job, String account, int accounts) {
        Page page =
                lists.recordings(account, job.from(), job.to(), job.position().page());
        repairs.repair(job, facts.ofRecordings(page.items()));
        int nextAccount = job.position().account() + 1;
        Position after = nextAccount < accounts
                ? Position.of(nextAccount, Reconciliation.Step.CALLS)
                : Position.of(
                        0,
                        job.isScheduled() ? Reconciliation.Step.OVERDUE_CALLS : Reconciliation.Step.UNASSIGNED_CALLS);
        return new Step(next(job, page, 0, page.next(), after), 0, 1);
    }

    private static Position next(Reconciliation job, Page page, int counted, @Nullable String further, Position after) {
        return further == null ? after : job.position().at(further, counted, ListedFacts.reached(page.items()));
    }

    private Step overdueCalls(Reconciliation job) {
        String after = Optional.ofNullable(job.position().page()).orElse("");
        List<Overdue> calls = overdueCalls.page(after, OVERDUE_AT_ONCE);
        if (calls.isEmpty()) {
            return new Step(Position.of(0, Reconciliation.Step.UNASSIGNED_CALLS), 0, 0);
        }
        int requests = 0;
        for (Overdue call : calls) {
            requests += look(job, call);
        }
        String last = calls.get(calls.size() - 1).callSid();
        return new Step(job.position().at(last, calls.size(), (Instant) null), calls.size(), requests);
    }

    /** How many requests it took. */
    private int look(Reconciliation job, Overdue overdue) {
        String account = Optional.ofNullable(overdue.accountSid())
                .filter(accounts.sids()::contains)
                .orElse(accounts.sids().get(0));
        Optional<JsonNode> call = lists.call(account, overdue.callSid());
        call.ifPresent(found -> repairs.repair(job, facts.ofCalls(job, List.of(found))));
        if (call.isEmpty() || !OVER.contains(call.get().path("status").asText())) {
            overdueCalls.asked(overdue.callSid(), call.isPresent());
            return 1;
        }
        repairs.repair(job, facts.ofRecordings(lists.recordingsOf(account, overdue.callSid())));
        overdueCalls.settled(overdue.callSid());
        return 2;
    }

    private Step unassignedCalls(Reconciliation job) {
        String after = Optional.ofNullable(job.position().page()).orElse("");
        List<String> sids = repairs.settle(job, after, SETTLED_AT_ONCE);
        return new Step(
                sids.size() < SETTLED_AT_ONCE ? null : job.position().at(sids.get(sids.size() - 1), 0, null), 0, 0);
    }
}
