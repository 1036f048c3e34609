package dev.callfile.twilio.preflight;

import dev.callfile.call.Preflight;
import dev.callfile.twilio.preflight.Cause.Finding;
import java.util.Optional;

/** What became of a probe on its way to this service. */
final class Changes {

    private static final String ACCEPTED = "accepted";

    private Changes() {}

    /** Why a callback like it would be refused, the nearest reason first; empty where it would be accepted. */
    static Optional<Finding> explain(ProbeRequest sent, Preflight.Seen seen) {
        if (seen.verdict().equals(ACCEPTED)) {
            return Optional.empty();
        }
        int query = seen.requestTarget().indexOf('?');
        String path = query < 0 ? seen.requestTarget() : seen.requestTarget().substring(0, query);
        if (!path.equals(sent.path())) {
            return Optional.of(path(sent, path));
        }
        if (!seen.requestTarget().equals(sent.requestTarget())) {
            return Optional.of(Cause.QUERY_CHANGED.of(QueryChange.describe(
                    sent.query(), query < 0 ? null : seen.requestTarget().substring(query + 1))));
        }
        return Optional.of(
                switch (seen.verdict()) {
                    case "unsupported_media_type" ->
                        Cause.MEDIA_TYPE_CHANGED.of(seen.contentType() == null ? "none" : seen.contentType());
                    case "no_signature" -> Cause.SIGNATURE_REMOVED.of();
                    case "several_signatures" -> Cause.SIGNATURE_REPEATED.of();
                    case "wrong_signature" -> signature(sent, seen);
                    default ->
                        bodyChanged(sent, seen)
                                ? body(sent, seen)
                                : Cause.SERVICE_ERROR.of("a refusal", seen.verdict());
                });
    }

    private static Finding signature(ProbeRequest sent, Preflight.Seen seen) {
        if (!seen.publicUrl().equals(sent.to().shown())) {
            return Cause.PUBLIC_URL_DIFFERS.of(seen.publicUrl());
        }
        return bodyChanged(sent, seen) ? body(sent, seen) : Cause.TOKEN_DIFFERS.of();
    }

    static boolean bodyChanged(ProbeRequest sent, Preflight.Seen seen) {
        return !seen.bodySha256().equals(sent.bodySha256());
    }

    private static Finding body(ProbeRequest sent, Preflight.Seen seen) {
        return Cause.BODY_CHANGED.of(sent.body().length(), seen.bodyLength());
    }

    /** Another path than that which is signed arrived. */
    static Finding path(ProbeRequest sent, String path) {
        String prefix = sent.to().prefix();
        return Cause.PATH_CHANGED.of(prefix + sent.path(), path, mend(sent.path(), prefix, path));
    }

    private static String mend(String sent, String prefix, String seen) {
        if (!prefix.isEmpty() && seen.equals(prefix + sent)) {
            return "CALLFILE_PUBLIC_URL has the prefix " + prefix
                    + ", which this service does not: have the proxy strip it.";
        }
        if (seen.equals(sent + "/")) {
            return "Have it add no slash at the end.";
        }
        if (seen.endsWith(sent)) {
            String added = seen.substring(0, seen.length() - sent.length());
            return "It adds " + added + " at the beginning: have it pass the path on as it is.";
        }
        if (sent.endsWith(seen)) {
            String stripped = sent.substring(0, sent.length() - seen.length());
            return "It strips " + stripped
                    + ": have it pass the path on as it is, or strip only what CALLFILE_PUBLIC_URL has"
                    + " as its prefix.";
        }
        return "Have it pass the path on as it is, but for the prefix that CALLFILE_PUBLIC_URL has, which it must strip.";
    }
}
