package dev.callfile.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomTest {

    @Test
    void room_isTakenUpToItsEnd_andWhatWasRefusedTakesNone() {
        Room room = new Room(10);

        assertTrue(room.take(6));
        assertFalse(room.take(5));
        assertTrue(room.take(4));
        assertFalse(room.take(1));
        room.give(6);
        assertTrue(room.take(6));
    }
}
