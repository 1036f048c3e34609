package dev.callfile.twilio.rest;

import dev.callfile.call.Placement;
import dev.callfile.call.PlacementRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that Twilio calls back. They carry whose call it is, which the signature covers; the fragment tells Twilio
 * to try five times, also when we answer 5xx or not in time.
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Twilio: connection overrides</a>
 */
record CallbackUrls(URI publicUrl) {

    private static final String OVERRIDES = "#rc=5&rp=5xx,ct,rt";

    String status(Placement placement) {
        return url("/webhooks/twilio/voice/status", placement);
    }

    String recording(Placement placement) {
        return url("/webhooks/twilio/voice/recording", placement);
    }

    private String url(String path, Placement placement) {
        PlacementRequest request = placement.request();
        return publicUrl.toString().replaceFirst("/$", "") + path + "?case_id=" + request.caseId()
                + parameter("institution_contact_id", request.institutionContactId())
                + parameter("called_by", request.calledBy()) + "&placement=" + placement.id() + OVERRIDES;
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null
                ? ""
                : "&" + name + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
