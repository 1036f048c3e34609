package dev.callfile.call;

import static dev.callfile.call.JsonBytes.ascii;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Writes the calls of a list as JSON, each as {@link PhoneCallView} has it, out of rows that begin with
 * {@link CallLists#COLUMNS}. A page has 500 fields and 25 KB: texts go from the driver to the answer as the bytes that they
 * are, and nothing is looked up by reflection (docs/adr/0019).
 */
final class PhoneCallJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 32 * 1024;
    private static final int NO_ITEMS = "[]".length();

    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] INSTITUTION_CONTACT_ID = field("institution_contact_id");
    private static final byte[] TO_NUMBER = field("to_number");
    private static final byte[] FROM_NUMBER = field("from_number");
    private static final byte[] STATUS = field("status");
    private static final byte[] DIRECTION = field("direction");
    private static final byte[] DURATION_SECONDS = field("duration_seconds");
    private static final byte[] STARTED_AT = field("started_at");
    private static final byte[] ENDED_AT = field("ended_at");
    private static final byte[] RECORDING_URL = field("recording_url");
    private static final byte[] RECORDING_DURATION_SECONDS = field("recording_duration_seconds");
    private static final byte[] RECORDING_STATUS = field("recording_status");
    private static final byte[] TRANSCRIPT = field("transcript");
    private static final byte[] SUMMARY = field("summary");
    private static final byte[] ACTION_ITEMS = field("action_items");
    private static final byte[] CALLED_BY = field("called_by");
    private static final byte[] TWILIO_CALL_SID = field("twilio_call_sid");
    private static final byte[] NOTES = field("notes");
    private static final byte[] CREATED_AT = field("created_at");
    private static final byte[] UPDATED_AT = field("updated_at");

    private static final byte[] FIRST_ITEM = ascii("{");
    private static final byte[] NEXT_ITEM = ascii(",{");
    private static final byte[] ITEM_ID = ascii("\"id\":");
    private static final byte[] ITEM_DESCRIPTION = ascii("\"description\":");
    private static final byte[] ITEM_COMPLETED = ascii(",\"completed\":true}");
    private static final byte[] ITEM_OPEN = ascii(",\"completed\":false}");

    private final JsonBytes json = new JsonBytes(USUAL_BYTES).raw('[');
    private final @Nullable String caseId;
    private final String publicUrl;
    private boolean isEmpty = true;

    /** @param caseId whose calls they are; {@code null} for those without a case */
    PhoneCallJson(@Nullable String caseId, String publicUrl) {
        this.caseId = caseId;
        this.publicUrl = publicUrl;
    }

    /** Of a field that is not the first. */
    private static byte[] field(String name) {
        return ascii(",\"" + name + "\":");
    }

    void add(ResultSet row) throws SQLException, IOException {
        if (!isEmpty) {
            json.raw(',');
        }
        isEmpty = false;
        text(ID, row, 1);
        text(INSTITUTION_CONTACT_ID, row, 2);
        text(TO_NUMBER, row, 3);
        text(FROM_NUMBER, row, 4);
        text(STATUS, row, 5);
        text(DIRECTION, row, 6);
        number(DURATION_SECONDS, row, 7);
        time(STARTED_AT, row, 8);
        time(ENDED_AT, row, 9);
        json.raw(RECORDING_URL).text(PhoneCallView.recordingUrl(row, caseId, publicUrl));
        number(RECORDING_DURATION_SECONDS, row, 10);
        text(RECORDING_STATUS, row, 11);
        text(TRANSCRIPT, row, 13);
        text(SUMMARY, row, 14);
        actionItems(row.getBytes(15));
        text(CALLED_BY, row, 16);
        text(TWILIO_CALL_SID, row, 17);
        text(NOTES, row, 18);
        time(CREATED_AT, row, 19);
        time(UPDATED_AT, row, 20);
        json.raw('}');
    }

    /** All calls that were added, as a JSON array. */
    ByteBuffer array() {
        return json.raw(']').written();
    }

    /** The driver gives a text's bytes as they came, in UTF-8. */
    private void text(byte[] field, ResultSet row, int column) throws SQLException {
        json.raw(field).text(row.getBytes(column));
    }

    private void number(byte[] field, ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        json.raw(field);
        if (row.wasNull()) {
            json.nothing();
        } else {
            json.number(number);
        }
    }

    private void time(byte[] field, ResultSet row, int column) throws SQLException {
        OffsetDateTime at = Statement.time(row, column);
        json.raw(field);
        if (at == null) {
            json.nothing();
        } else {
            time(at);
        }
    }

    private void actionItems(byte[] stored) throws IOException {
        json.raw(ACTION_ITEMS).raw('[');
        if (stored.length > NO_ITEMS) {
            try (JsonParser items = JSON.createParser(stored)) {
                items.nextToken();
                for (boolean first = true; items.nextToken() == JsonToken.START_OBJECT; first = false) {
                    json.raw(first ? FIRST_ITEM : NEXT_ITEM);
                    actionItem(items);
                }
            }
        }
        json.raw(']');
    }

    /** PostgreSQL keeps fields in an order of its own. */
    private void actionItem(JsonParser item) throws IOException {
        String id = null;
        String description = null;
        boolean completed = false;
        for (String name = item.nextFieldName(); name != null; name = item.nextFieldName()) {
            item.nextToken();
            switch (name) {
                case "id" -> id = item.getValueAsString();
                case "description" -> description = item.getValueAsString();
                case "completed" -> completed = item.getValueAsBoolean();
                default -> item.skipChildren();
            }
        }
        if (id != null) {
            json.raw(ITEM_ID).text(id).raw(',');
        }
        json.raw(ITEM_DESCRIPTION).text(description).raw(completed ? ITEM_COMPLETED : ITEM_OPEN);
    }

    /** As {@link java.time.Instant#toString} has it, for times of microseconds: that takes its way through a formatter. */
    private void time(OffsetDateTime at) {
        if (at.getYear() < 1000 || at.getYear() > 9999) {
            json.text(at.toInstant().toString());
            return;
        }
        json.raw('"').digits(at.getYear(), 4);
        json.raw('-').digits(at.getMonthValue(), 2);
        json.raw('-').digits(at.getDayOfMonth(), 2);
        json.raw('T').digits(at.getHour(), 2);
        json.raw(':').digits(at.getMinute(), 2);
        json.raw(':').digits(at.getSecond(), 2);
        int micros = at.getNano() / 1000;
        if (micros > 0 && micros % 1000 == 0) {
            json.raw('.').digits(micros / 1000, 3);
        } else if (micros > 0) {
            json.raw('.').digits(micros, 6);
        }
        json.raw('Z').raw('"');
    }
}
