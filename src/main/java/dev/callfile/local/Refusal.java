package dev.callfile.local;

/** Twilio would not do what it was asked. */
final class Refusal extends RuntimeException {

    private final transient Answer answer;

    /** @param code of Twilio's own list, https://www.twilio.com/docs/api/errors */
    Refusal(int status, int code, String message) {
        this(Answer.error(status, code, message));
    }

    Refusal(Answer answer) {
        super("refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    static Refusal notFound(String path) {
        return new Refusal(404, 20404, "The requested resource " + path + " was not found");
    }

    Answer answer() {
        return answer;
    }
}
