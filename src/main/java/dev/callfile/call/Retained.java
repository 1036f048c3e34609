package dev.callfile.call;

/** What is kept of a call for as long as is configured, as a bit of {@code phone_call.kept}. */
enum Retained {
    LEDGER_PARAMETERS(1, "ledger parameters"),
    TRANSCRIPTS(2, "transcripts"),
    RECORDINGS(4, "recordings");

    private final int bit;
    private final String words;

    Retained(int bit, String words) {
        this.bit = bit;
        this.words = words;
    }

    int bit() {
        return bit;
    }

    /** As a log line names it. */
    String words() {
        return words;
    }
}
