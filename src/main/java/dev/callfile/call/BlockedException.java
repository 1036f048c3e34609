package dev.callfile.call;

/** Something is in the way of an erasure: its answer says what. */
final class BlockedException extends RuntimeException {

    private final transient Eraser.Answer answer;

    BlockedException(Eraser.Answer answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    Eraser.Answer answer() {
        return answer;
    }
}
