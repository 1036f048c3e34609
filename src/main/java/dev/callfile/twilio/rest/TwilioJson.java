package dev.callfile.twilio.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import dev.callfile.http.ForeignJson;
import dev.callfile.http.UrlEncoded;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Twilio's resources as they are. The SDK's own classes keep only the fields that they know, and the ledger keeps
 * everything.
 */
final class TwilioJson {

    private static final int LONGEST_TEXT = 20_000_000;
    private static final ObjectMapper MAPPER = JsonMapper.builder(ForeignJson.upTo(LONGEST_TEXT))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final int NOT_FOUND = 404;
    private static final int MOST_PAGES = 500;
    private static final String PAGE_SIZE = "200";

    private final TwilioRestClient client;

    TwilioJson(TwilioRestClient client) {
        this.client = client;
    }

    /** @throws FetchException where Twilio does not answer with it */
    JsonNode get(String url, String name) {
        return find(new Request(HttpMethod.GET, url), name)
                .orElseThrow(() -> FetchException.passing("Twilio does not have the " + name));
    }

    /** Empty where Twilio does not have it. */
    Optional<JsonNode> find(String url, String name) {
        return find(new Request(HttpMethod.GET, url), name);
    }

    /**
     * Every item of a list.
     *
     * @param key of the items in a page
     */
    List<String> all(String url, String key) {
        List<String> items = new ArrayList<>();
        Request page = new Request(HttpMethod.GET, url);
        page.addQueryParam("PageSize", PAGE_SIZE);
        for (int i = 0; i < MOST_PAGES; i++) {
            JsonNode answer =
                    find(page, key).orElseThrow(() -> FetchException.passing("Twilio does not have the " + key));
            answer.path(key).forEach(item -> items.add(text(item)));
            String next = answer.path("meta").path("next_page_url").asText("");
            if (next.isEmpty() || next.equals("null")) {
                return items;
            }
            // Its query alone: nobody but Twilio may be told the credentials.
            Request following = new Request(HttpMethod.GET, url);
            UrlEncoded.queryOf(next)
                    .values()
                    .forEach((name, values) -> values.forEach(value -> following.addQueryParam(name, value)));
            page = following;
        }
        throw FetchException.forGood("Twilio's list of the " + key + " has no end");
    }

    /** The same for the same content, in whatever order it came; without addresses, which say nothing of the content. */
    static String text(JsonNode resource) {
        try {
            if (resource instanceof ObjectNode object) {
                object.remove(List.of("url", "links"));
            }
            return MAPPER.writeValueAsString(MAPPER.treeToValue(resource, Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<JsonNode> find(Request request, String name) {
        try {
            Response response = client.request(request);
            int status = response.getStatusCode();
            if (status == NOT_FOUND) {
                return Optional.empty();
            }
            if (status != TwilioRestClient.HTTP_STATUS_CODE_OK) {
                throw FetchException.passing("Twilio answered " + status + " when asked for the " + name);
            }
            return Optional.of(MAPPER.readTree(response.getContent()));
        } catch (ApiConnectionException | ApiException e) {
            throw FetchException.passing("Twilio could not be reached for the " + name);
        } catch (JsonProcessingException e) {
            throw FetchException.passing("Twilio answered with something else than JSON when asked for the " + name);
        }
    }
}
