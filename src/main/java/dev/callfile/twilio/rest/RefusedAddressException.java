package dev.callfile.twilio.rest;

/** A media address leads where this service does not go. */
final class RefusedAddressException extends RuntimeException {

    RefusedAddressException(String why) {
        super(why, null, false, false);
    }
}
