package dev.callfile.local;

import java.util.List;
import java.util.regex.Matcher;

/** Finds who answers a request to the stand-in for Twilio. */
record Routes(List<Route> all) {

    Answer answer(Asked asked) {
        try {
            return find(asked);
        } catch (Refusal e) {
            return e.answer();
        } catch (RuntimeException e) {
            return Answer.error(500, 20500, "The stand-in failed: " + e);
        }
    }

    private Answer find(Asked asked) {
        boolean known = false;
        for (Route route : all) {
            Matcher path = route.path().matcher(asked.path());
            if (path.matches()) {
                known = true;
                if (List.of(route.method().split("\\|")).contains(asked.method())) {
                    return route.handler().answer(asked, path);
                }
            }
        }
        throw known ? new Refusal(405, 20004, "Method not allowed") : Refusal.notFound(asked.path());
    }
}
