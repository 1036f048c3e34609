package dev.callfile.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private final StringBuilder time = new StringBuilder();

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
        actionItems(row.getString(17));
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
            json.writeString(text(at));
        }
    }

    private void actionItems(String stored) throws IOException {
        json.writeFieldName(ACTION_ITEMS);
        json.writeStartArray();
        for (ActionItem item : Rows.readList(stored, ActionItem.class)) {
            json.writeStartObject();
            if (item.id() != null) {
                json.writeStringField("id", item.id());
            }
            json.writeStringField("description", item.description());
            json.writeBooleanField("completed", item.completed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** As {@link Instant#toString} has it, for times of microseconds: that takes its way through a formatter. */
    private String text(Instant at) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(at.getEpochSecond(), SECONDS_OF_A_DAY));
        if (day.getYear() < 1000 || day.getYear() > 9999) {
            return at.toString();
        }
        int second = Math.floorMod(at.getEpochSecond(), SECONDS_OF_A_DAY);
        time.setLength(0);
        time.append(day.getYear());
        pad('-', day.getMonthValue());
        pad('-', day.getDayOfMonth());
        pad('T', second / 3600);
        pad(':', second / 60 % 60);
        pad(':', second % 60);
        int micros = at.getNano() / 1000;
        if (micros > 0) {
            int digits = micros % 1000 == 0 ? micros / 1000 + 1000 : micros + 1_000_000;
            time.append(digits).setCharAt(time.length() - (digits < 10_000 ? 4 : 7), '.');
        }
        return time.append('Z').toString();
    }

    private void pad(char before, int twoDigits) {
        time.append(before).append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
    }
}
