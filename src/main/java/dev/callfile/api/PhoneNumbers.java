package dev.callfile.api;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * Checks numbers that a call is to be placed to. A number of a length that its country does not have is refused; whether a
 * possible number is in use, Twilio knows better: numbering plans grow faster than libraries.
 */
final class PhoneNumbers {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    private PhoneNumbers() {}

    /** What is wrong with a number, and how to mend it; empty where it is E.164 and possible. */
    static Optional<String> fault(String text) {
        try {
            PhoneNumber number = LIBRARY.parse(text, null);
            ValidationResult result = LIBRARY.isPossibleNumberWithReason(number);
            if (result != ValidationResult.IS_POSSIBLE) {
                return Optional.of(
                        switch (result) {
                            case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> "is too short for a number of its country";
                            case TOO_LONG -> "is too long for a number of its country";
                            case INVALID_COUNTRY_CODE -> "has a country code that no country has";
                            default -> "has a length that no number of its country has";
                        });
            }
            String e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
            return e164.equals(text) ? Optional.empty() : Optional.of("must be E.164: write it as " + e164);
        } catch (NumberParseException e) {
            return Optional.of("must be E.164: a + and the country code, then the number, for example +12125550123");
        }
    }
}
