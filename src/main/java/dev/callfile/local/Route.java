package dev.callfile.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the stand-in for Twilio, and who answers there.
 *
 * @param method one, or several with {@code |} between
 */
record Route(String method, Pattern path, Handler handler) {

    /** Answers a request. */
    interface Handler {

        /**
         * Does what is asked for.
         *
         * @param path its groups are the sids in it
         */
        Answer answer(Asked asked, Matcher path);
    }

    static Route of(String method, String path, Handler handler) {
        return new Route(method, Pattern.compile(path), handler);
    }
}
