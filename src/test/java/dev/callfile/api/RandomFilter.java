package dev.callfile.api;

import dev.callfile.TwilioStandIn;
import dev.callfile.api.CaseOfCalls.Call;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter as a query says it, and as the model understands it. */
record RandomFilter(String query, Predicate<Call> holds) {

    /** Words that can be asked for, each with what every form of it begins with. */
    private static final Map<String, String> WORDS = Map.of(
            "certificate", "certificat",
            "CERTIFICATES", "certificat",
            "will", "will",
            "accounts", "account",
            "letter", "letter",
            "bank", "bank",
            "probate", "probate");

    private static final List<Function<Random, RandomFilter>> KINDS = List.of(
            RandomFilter::status,
            random -> text("direction", random.nextBoolean() ? "inbound" : "outbound", Call::direction),
            random -> text("institution_contact_id", "contact " + random.nextInt(4), Call::contact),
            random -> text("called_by", "worker " + random.nextInt(4), Call::calledBy),
            random -> phoneNumber("+1555000000" + random.nextInt(5)),
            random -> range("created", random, Call::createdAt),
            random -> range("started", random, Call::startedAt),
            random -> flag("has_recording", random, call -> "completed".equals(call.recordingStatus())),
            random -> flag("has_transcript", random, call -> call.transcript() != null),
            random -> flag(
                    "has_open_action_items",
                    random,
                    call -> call.completedItems().contains(false)),
            RandomFilter::words);

    /** None, some or many of them, joined. */
    static RandomFilter some(Random random) {
        List<Function<Random, RandomFilter>> kinds = new ArrayList<>(KINDS);
        Collections.shuffle(kinds, random);
        RandomFilter filter = new RandomFilter("", call -> true);
        // Few are asked for more often than many, which let no call through.
        for (var kind : kinds.subList(0, Math.min(random.nextInt(4), random.nextInt(6)))) {
            RandomFilter more = kind.apply(random);
            filter = new RandomFilter(filter.query + "&" + more.query, filter.holds.and(more.holds));
        }
        return filter;
    }

    private static RandomFilter status(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            words.add(CaseOfCalls.STATUSES.get(random.nextInt(CaseOfCalls.STATUSES.size())));
        }
        return new RandomFilter("status=" + String.join(",", words), call -> words.contains(call.status()));
    }

    private static RandomFilter text(String name, String value, Function<Call, @Nullable String> of) {
        return new RandomFilter(
                name + "=" + TwilioStandIn.encode(value), call -> Objects.equals(of.apply(call), value));
    }

    private static RandomFilter phoneNumber(String number) {
        return new RandomFilter(
                "phone_number=" + TwilioStandIn.encode(number),
                call -> number.equals(call.to()) || number.equals(call.from()));
    }

    private static RandomFilter range(String name, Random random, Function<Call, @Nullable Instant> of) {
        Instant one = CaseOfCalls.time(90, random);
        Instant other = CaseOfCalls.time(90, random);
        Instant from = one.isBefore(other) ? one : other;
        Instant to = one.isBefore(other) ? other : one;
        int ends = random.nextInt(3);
        List<String> parts = new ArrayList<>();
        if (ends != 1) {
            parts.add(name + "_from=" + from);
        }
        if (ends != 0) {
            parts.add(name + "_to="
                    + to.atOffset(ZoneOffset.ofHours(5)).toString().replace("+", "%2B"));
        }
        return new RandomFilter(String.join("&", parts), call -> {
            Instant time = of.apply(call);
            return time != null && (ends == 1 || !time.isBefore(from)) && (ends == 0 || !time.isAfter(to));
        });
    }

    private static RandomFilter flag(String name, Random random, Predicate<Call> holds) {
        boolean wanted = random.nextBoolean();
        return new RandomFilter(name + "=" + wanted, call -> holds.test(call) == wanted);
    }

    private static RandomFilter words(Random random) {
        List<String> words = WORDS.keySet().stream().sorted().toList();
        String one = words.get(random.nextInt(words.size()));
        String other = words.get(random.nextInt(words.size()));
        Predicate<Call> saysOne = call -> call.says(Objects.requireNonNull(WORDS.get(one)));
        Predicate<Call> saysOther = call -> call.says(Objects.requireNonNull(WORDS.get(other)));
        return switch (random.nextInt(4)) {
            case 0 -> new RandomFilter("q=" + one, saysOne);
            case 1 -> new RandomFilter("q=" + one + "+" + other, saysOne.and(saysOther));
            case 2 -> new RandomFilter("q=" + one + "+or+" + other, saysOne.or(saysOther));
            default -> new RandomFilter("q=" + one + "+-" + other, saysOne.and(saysOther.negate()));
        };
    }
}
