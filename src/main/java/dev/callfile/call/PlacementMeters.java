package dev.callfile.call;

import dev.callfile.call.CallPlacer.Erased;
import dev.callfile.call.CallPlacer.NotPlaced;
import dev.callfile.call.CallPlacer.Outcome;
import dev.callfile.call.CallPlacer.Placed;
import dev.callfile.call.CallPlacer.Repeated;
import dev.callfile.call.Telephone.NotReached;
import dev.callfile.call.Telephone.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the requests to place a call that came to this replica. */
@Startup
@ApplicationScoped
class PlacementMeters {

    private final Map<Word, Counter> placements;

    private enum Word {
        PLACED,
        /** The answer of a request before, or none at all since the call was erased. */
        REPEATED,
        /** By Twilio. */
        REFUSED,
        UNREACHABLE,
        /** Whether there is a call. */
        UNKNOWN
    }

    PlacementMeters(MeterRegistry metrics) {
        placements = Stream.of(Word.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        word -> Counter.builder("callfile.placements")
                                .description("Requests to place a call")
                                .tag("outcome", word.name().toLowerCase(Locale.ROOT))
                                .register(metrics)));
    }

    void count(Outcome outcome) {
        Counter counter = placements.get(word(outcome));
        if (counter != null) {
            counter.increment();
        }
    }

    private static Word word(Outcome outcome) {
        if (outcome instanceof Placed) {
            return Word.PLACED;
        }
        if (outcome instanceof Repeated || outcome instanceof Erased) {
            return Word.REPEATED;
        }
        if (outcome instanceof NotPlaced none && none.answer() instanceof Refused) {
            return Word.REFUSED;
        }
        return outcome instanceof NotPlaced none && none.answer() instanceof NotReached
                ? Word.UNREACHABLE
                : Word.UNKNOWN;
    }
}
