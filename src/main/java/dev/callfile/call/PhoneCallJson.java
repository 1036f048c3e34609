package dev.callfile.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes the calls of a list as JSON, each as {@link PhoneCallView} has it, out of rows that begin with
 * {@link CallLists#COLUMNS}. A page has 500 fields and 25 KB: texts go from the driver to the answer as the bytes that they
 * are, and nothing is looked up by reflection (docs/adr/0019).
 */
final class PhoneCallJson implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 32 * 1024;
    private static final int NO_ITEMS = "[]".length();
    private static final int SECONDS_OF_A_DAY = 86_400;

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString INSTITUTION_CONTACT_ID = new SerializedString("institution_contact_id");
    private static final SerializedString TO_NUMBER = new SerializedString("to_number");
    private static final SerializedString FROM_NUMBER = new SerializedString("from_number");
    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString DIRECTION = new SerializedString("direction");
    private static final SerializedString DURATION_SECONDS = new SerializedString("duration_seconds");
    private static final SerializedString STARTED_AT = new SerializedString("started_at");
    private static final SerializedString ENDED_AT = new SerializedString("ended_at");
    private static final SerializedString RECORDING_URL = new SerializedString("recording_url");
    private static final SerializedString RECORDING_DURATION_SECONDS =
            new SerializedString("recording_duration_seconds");
    private static final SerializedString RECORDING_STATUS = new SerializedString("recording_status");
    private static final SerializedString TRANSCRIPT = new SerializedString("transcript");
    private static final SerializedString SUMMARY = new SerializedString("summary");
    private static final SerializedString ACTION_ITEMS = new SerializedString("action_items");
    private static final SerializedString CALLED_BY = new SerializedString("called_by");
    private static final SerializedString TWILIO_CALL_SID = new SerializedString("twilio_call_sid");
    private static final SerializedString NOTES = new SerializedString("notes");
    private static final SerializedString CREATED_AT = new SerializedString("created_at");
    private static final SerializedString UPDATED_AT = new SerializedString("updated_at");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private final String publicUrl;
    private final JsonGenerator json;
    private final byte[] time = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    PhoneCallJson(String publicUrl) throws IOException {
        this.publicUrl = publicUrl;
        this.json = JSON.createGenerator(bytes);
        json.writeStartArray();
    }

    void add(ResultSet row) throws SQLException, IOException {
        json.writeStartObject();
        text(ID, row, 1);
        text(INSTITUTION_CONTACT_ID, row, 4);
        text(TO_NUMBER, row, 5);
        text(FROM_NUMBER, row, 6);
        text(STATUS, row, 7);
        text(DIRECTION, row, 8);
        number(DURATION_SECONDS, row, 9);
        time(STARTED_AT, row, 10);
        time(ENDED_AT, row, 11);
        json.writeFieldName(RECORDING_URL);
        json.writeString(PhoneCallView.recordingUrl(row, publicUrl));
        number(RECORDING_DURATION_SECONDS, row, 13);
        text(RECORDING_STATUS, row, 12);
        text(TRANSCRIPT, row, 15);
        text(SUMMARY, row, 16);
        actionItems(row.getBytes(17));
        text(CALLED_BY, row, 18);
        text(TWILIO_CALL_SID, row, 2);
        text(NOTES, row, 19);
        time(CREATED_AT, row, 20);
        time(UPDATED_AT, row, 21);
        json.writeEndObject();
    }

    /** All calls that were added, as a JSON array. */
    ByteBuffer array() throws IOException {
        json.writeEndArray();
        json.flush();
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** The driver gives a text's bytes as they came, in UTF-8. */
    private void text(SerializedString name, ResultSet row, int column) throws SQLException, IOException {
        byte[] text = row.getBytes(column);
        json.writeFieldName(name);
        if (text == null) {
            json.writeNull();
        } else {
            json.writeUTF8String(text, 0, text.length);
        }
    }

    private void number(SerializedString name, ResultSet row, int column) throws SQLException, IOException {
        int number = row.getInt(column);
        json.writeFieldName(name);
        if (row.wasNull()) {
            json.writeNull();
        } else {
            json.writeNumber(number);
        }
    }

    private void time(SerializedString name, ResultSet row, int column) throws SQLException, IOException {
        Instant at = Statement.instant(row, column);
        json.writeFieldName(name);
        if (at == null) {
            json.writeNull();
        } else {
            time(at);
        }
    }

    private void actionItems(byte[] stored) throws IOException {
        json.writeFieldName(ACTION_ITEMS);
        json.writeStartArray();
        if (stored.length > NO_ITEMS) {
            try (JsonParser items = JSON.createParser(stored)) {
                items.nextToken();
                while (items.nextToken() == JsonToken.START_OBJECT) {
                    actionItem(items);
                }
            }
        }
        json.writeEndArray();
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
        json.writeStartObject();
        if (id != null) {
            json.writeStringField("id", id);
        }
        json.writeStringField("description", description);
        json.writeBooleanField("completed", completed);
        json.writeEndObject();
    }

    /** As {@link Instant#toString} has it, for times of microseconds: that takes its way through a formatter. */
    private void time(Instant at) throws IOException {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(at.getEpochSecond(), SECONDS_OF_A_DAY));
        if (day.getYear() < 1000 || day.getYear() > 9999) {
            json.writeString(at.toString());
            return;
        }
        int second = Math.floorMod(at.getEpochSecond(), SECONDS_OF_A_DAY);
        digits(0, 4, day.getYear());
        digits(5, 2, day.getMonthValue());
        digits(8, 2, day.getDayOfMonth());
        digits(11, 2, second / 3600);
        digits(14, 2, second / 60 % 60);
        digits(17, 2, second % 60);
        int micros = at.getNano() / 1000;
        int end = 19;
        if (micros > 0) {
            int places = micros % 1000 == 0 ? 3 : 6;
            time[end] = '.';
            digits(end + 1, places, places == 3 ? micros / 1000 : micros);
            end += 1 + places;
        }
        time[end] = 'Z';
        json.writeUTF8String(time, 0, end + 1);
    }

    private void digits(int from, int places, int number) {
        for (int at = from + places - 1, left = number; at >= from; at--, left /= 10) {
            time[at] = (byte) ('0' + left % 10);
        }
    }
}
