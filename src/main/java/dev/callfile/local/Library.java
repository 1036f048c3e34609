package dev.callfile.local;

/** Everything that the stand-in for Twilio keeps. */
record Library(Shelf calls, Shelf recordings, Shelf transcripts) {

    Library() {
        this(new Shelf(), new Shelf(), new Shelf());
    }
}
