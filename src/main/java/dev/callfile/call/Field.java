package dev.callfile.call;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What of a record a person may write. */
public enum Field {
    NOTES,
    ACTION_ITEMS,
    SUMMARY,
    TRANSCRIPT,
    CALLED_BY,
    INSTITUTION_CONTACT_ID,
    /** Written by moving the call to a case. */
    CASE_ID;

    /** The word of the API and of the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of a word that is known to be one. */
    @JsonCreator
    public static Field of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
