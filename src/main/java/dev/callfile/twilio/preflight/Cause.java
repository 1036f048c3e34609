package dev.callfile.twilio.preflight;

import java.util.Locale;

/** Why a genuine callback would not be accepted, by a stable word, and how to mend it. */
enum Cause {
    HOST_UNKNOWN("The name %s does not resolve here. Mend its DNS record, or CALLFILE_PUBLIC_URL."),
    CONNECTION_REFUSED("Nothing listens at %s. Start the proxy there, open its port, or mend CALLFILE_PUBLIC_URL. "
            + Cause.OR_HAIRPIN),
    CONNECT_TIMED_OUT("%s does not take a connection within 3 s. A firewall drops it, or the address is wrong. "
            + Cause.OR_HAIRPIN),
    NO_ROUTE("There is no way from here to %s. The address is wrong, or the network lets nothing out. "
            + Cause.OR_HAIRPIN),
    UNREACHABLE_FROM_HERE(
            "%s cannot be reached from here (%s), but Twilio reaches it: a genuine callback was accepted at"
                    + " %s. The usual reason is a router that does not lead a network's own requests back into it (hairpin NAT), or"
                    + " a policy for what leaves the network. Nothing can be said about proxies from here: send the probe's like"
                    + " from outside."),
    CONNECTION_BROKEN(
            "%s took the connection and closed it without an answer. Look at the log of the proxy there; it may"
                    + " expect TLS where CALLFILE_PUBLIC_URL says http."),
    TIMED_OUT(
            "%s took the connection and did not answer in time. Twilio gives up after 15 s. See whether the proxy reaches"
                    + " this service."),
    TLS_WRONG_HOST("The certificate at %s is for another host name: %s. Install one for this name, or mend"
            + " CALLFILE_PUBLIC_URL. Twilio refuses it too."),
    TLS_EXPIRED("The certificate at %s is expired, or not valid yet. Renew it; Twilio refuses it too."),
    TLS_UNTRUSTED("The certificate at %s comes from no authority that is trusted here: it is self-signed, of a private"
            + " authority, or sent without its intermediate certificates. Install the whole chain of a public authority;"
            + " Twilio refuses anything else."),
    TLS_FAILED(
            "No TLS connection to %s comes about: %s. There may be no TLS at this port, or only an old version of it."),
    REDIRECTED(
            "The public URL redirects (%s) to %s. Twilio signs the address that it ends up with, and a 301 or 302 turns"
                    + " its POST into a GET. Give CALLFILE_PUBLIC_URL and Twilio the final address, or take the redirect out."),
    METHOD_CHANGED(
            "A proxy turned POST into another method, as it does when it follows a redirect itself. Have it pass the"
                    + " method on."),
    PATH_CHANGED("A proxy changed the path: %s was sent, %s arrived. %s"),
    QUERY_CHANGED(
            "A proxy changed the query: %s. Twilio signs it as sent. Have the proxy pass the raw request target on."),
    MEDIA_TYPE_CHANGED("A proxy changed Content-Type: %s arrived. Have it pass that header on."),
    BODY_CHANGED(
            "A proxy changed the body: %s bytes were sent, %s arrived, and their SHA-256 is another. Twilio signs every"
                    + " field. Have the proxy pass the body on as it is."),
    SIGNATURE_REMOVED("A proxy took the header X-Twilio-Signature away. Have it pass that header on."),
    SIGNATURE_REPEATED("X-Twilio-Signature arrived more than once. Have the proxy pass it on as it is."),
    PUBLIC_URL_DIFFERS(
            "The replica that answered has another CALLFILE_PUBLIC_URL: %s. Give all replicas the same settings,"
                    + " and restart those that are older."),
    TOKEN_DIFFERS(
            "Nothing was changed on the way, and yet the signature does not fit: the replica that answered has other"
                    + " Auth Tokens for this account, or a proxy changed X-Twilio-Signature. Give all replicas the same settings."),
    PROOF_REFUSED(
            "A Callfile answered, and does not know us. It has other Auth Tokens or a clock that is wrong by more than"
                    + " a minute, or a proxy takes away headers that it does not know, such as X-Callfile-Preflight. Give all"
                    + " replicas the same settings, and have the proxy pass headers on."),
    OTHER_VERSION("A Callfile answered that has no preflight: an older version. Roll this version out everywhere."),
    SERVICE_ERROR("This service itself answered %s (%s). Look at its log."),
    OTHER_SERVER("Something that is not Callfile answered %s%s. CALLFILE_PUBLIC_URL or its DNS record leads to another"
            + " server, or the proxy there has no route for /webhooks/twilio/."),
    PROXY_UNAUTHORIZED(
            "A proxy asks for a login (401). Twilio has none: let /webhooks/twilio/ through without, or put user"
                    + " and password into CALLFILE_PUBLIC_URL and into every address that Twilio is given."),
    PROXY_FORBIDDEN(
            "A proxy or firewall refuses the request (403). It may have a list of addresses, and Twilio publishes"
                    + " none; or a rule that takes callbacks for attacks. Let POST /webhooks/twilio/ through."),
    PROXY_TOO_LARGE("A proxy takes no body of %s bytes (413). Let it take 64 KiB."),
    PROXY_MEDIA_TYPE("A proxy does not take forms (415). Let application/x-www-form-urlencoded and application/json"
            + " through."),
    PROXY_REFUSED("A proxy refuses the request (%s). Look at its log, and let POST /webhooks/twilio/ through."),
    PROXY_ERROR(
            "The proxy answers %s: it does not reach this service, or not in time. Look at its log and at the port that"
                    + " it calls.");

    private static final String OR_HAIRPIN =
            "If Twilio does get through, only the way from here is shut, as behind a router"
                    + " that does not lead a network's own requests back into it (hairpin NAT).";

    private final String explanation;

    Cause(String explanation) {
        this.explanation = explanation;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The explanation with what it speaks of. */
    Finding of(Object... details) {
        return new Finding(this, String.format(Locale.ROOT, explanation, details));
    }

    /** A cause, explained. */
    record Finding(Cause cause, String explanation) {}
}
