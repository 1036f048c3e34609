package dev.callfile.twilio.rest;

import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import dev.callfile.call.Placement;
import dev.callfile.call.PlacementRequest;
import dev.callfile.call.Telephone;
import dev.callfile.twilio.TwilioConfig;
import dev.callfile.twilio.callback.PlacementFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jboss.logging.Logger;

/**
 * Places calls through Twilio.
 *
 * @see <a href="https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource">Twilio: create a Call</a>
 */
@ApplicationScoped
class TwilioTelephone implements Telephone {

    private static final int LOOKED_AT = 100;
    /** How far a call may lie from its placement: our patience, and what Twilio's clock differs from ours. */
    private static final Duration ABOUT = Duration.ofSeconds(90);

    private static final Logger LOG = Logger.getLogger(TwilioTelephone.class);

    private static final String OUTBOUND = "outbound-api";
    private static final int UNAUTHORIZED = 401;

    private final TwilioApi twilio;
    private final TwilioConfig config;
    private final CallbackUrls urls;

    TwilioTelephone(TwilioApi twilio, TwilioConfig config) {
        this.twilio = twilio;
        this.config = config;
        this.urls = new CallbackUrls(config.publicUrl());
    }

    @Override
    public Optional<String> callerId() {
        return config.twilio().fromNumber();
    }

    @Override
    public Answer place(Placement placement) {
        Optional<TwilioRestClient> client = twilio.client(null);
        if (client.isEmpty()) {
            return new NotReached("Placing calls is not set up: CALLFILE_TWILIO_ACCOUNT_SID is not set.");
        }
        try {
            return taken(placement, creator(placement).create(client.get()));
        } catch (TwilioBusyException e) {
            return new Refused(
                    20429, "too many requests at once", false, e.retryAfter().orElse(Duration.ofSeconds(1)));
        } catch (ApiException e) {
            return failure(e);
        } catch (TwilioException e) {
            return new Unknown(true, "Twilio's answer was not understood.");
        }
    }

    private CallCreator creator(Placement placement) {
        PlacementRequest request = placement.request();
        PhoneNumber to = new PhoneNumber(request.toNumber());
        PhoneNumber from = new PhoneNumber(request.fromNumber());
        String statusCallback = urls.status(placement);
        CallCreator creator = config.twilio()
                .twimlUrl()
                .map(url -> Call.creator(to, from, url))
                .orElseGet(() -> Call.creator(to, from, new Twiml(twiml(placement, statusCallback))));
        creator.setStatusCallback(statusCallback)
                .setStatusCallbackMethod(HttpMethod.POST)
                .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"));
        if (config.twilio().record()) {
            creator.setRecord(true)
                    .setRecordingChannels("dual")
                    .setRecordingStatusCallback(urls.recording(placement))
                    .setRecordingStatusCallbackMethod(HttpMethod.POST)
                    .setRecordingStatusCallbackEvent(List.of("in-progress", "completed", "absent"));
        }
        return creator;
    }

    /** The configured template, with what is known of the call in its places. */
    private String twiml(Placement placement, String statusCallback) {
        String agent = Objects.requireNonNullElse(placement.request().calledBy(), placement.subject());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("agent", agent);
        values.put("status_callback", statusCallback);
        values.put("case_id", placement.request().caseId());
        values.put("to_number", placement.request().toNumber());
        values.put("from_number", placement.request().fromNumber());
        return TwimlTemplate.fill(config.twilio().twiml(), values);
    }

    /** Who was refused has no call. Who was failed, or not answered, may have one. */
    private static Answer failure(ApiException e) {
        Integer status = e.getStatusCode();
        if (status == null) {
            return neverSent(e)
                    ? new NotReached("Twilio cannot be reached. Send the same request again later.")
                    : new Unknown(false, "Twilio did not answer.");
        }
        if (status >= 500) {
            return new Unknown(true, "Twilio failed with status " + status + ".");
        }
        String reason = Objects.requireNonNullElse(e.getMessage(), "no reason given");
        return new Refused(e.getCode(), reason, status != UNAUTHORIZED, null);
    }

    private static boolean neverSent(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof ConnectTimeoutException
                        || cause instanceof ConnectionRequestTimeoutException
                        || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException);
    }

    @Override
    public Optional<List<Taken>> candidates(Placement placement) {
        PlacementRequest request = placement.request();
        try {
            return twilio.client(null)
                    .map(client -> Stream.of(Call.reader()
                                    .setTo(new PhoneNumber(request.toNumber()))
                                    .setFrom(new PhoneNumber(request.fromNumber()))
                                    .limit(LOOKED_AT)
                                    .read(client))
                            .flatMap(calls -> StreamSupport.stream(calls.spliterator(), false))
                            .filter(call -> mayBe(placement, call))
                            .map(call -> taken(placement, call))
                            .toList());
        } catch (TwilioException | TwilioBusyException e) {
            LOG.warnf(
                    "Twilio did not say which calls there are: %s", e.getClass().getName());
            return Optional.empty();
        }
    }

    /** What Twilio does not say of a call may be what it would have to be. */
    private static boolean mayBe(Placement placement, Call call) {
        PlacementRequest request = placement.request();
        Duration apart = call.getDateCreated() == null
                ? Duration.ZERO
                : Duration.between(placement.claimedAt(), call.getDateCreated().toInstant());
        return apart.abs().compareTo(ABOUT) < 0
                && request.toNumber().equals(call.getTo())
                && request.fromNumber().equals(call.getFrom())
                && OUTBOUND.equals(Objects.requireNonNullElse(call.getDirection(), OUTBOUND));
    }

    /** Its first fact; callbacks tell the rest. */
    private static Taken taken(Placement placement, Call call) {
        Map<String, List<String>> said = PlacementFacts.said(placement, call.getSid(), call.getAccountSid(), OUTBOUND);
        return new Taken(PlacementFacts.leg(said), said);
    }
}
