package dev.callfile.problem;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is taken for an outage: whoever is told of one is sent away without being tried. */
class DatabaseAwayTest {

    /** As Agroal tells it. */
    private static final SQLException NO_CONNECTION_IN_TIME = new SQLException("Acquisition timeout");

    private static final SQLException NOBODY_LISTENS = new SQLException("refused", "08001");

    @Test
    void poolInUse_whileOthersAreAnswered_isNoOutage() {
        DatabaseAway database = new DatabaseAway(Duration.ofMinutes(1));
        database.answered(200);
        database.noticed(new RuntimeException(NO_CONNECTION_IN_TIME));
        assertFalse(database.isAway());
    }

    @Test
    void noConnection_whileNobodyIsAnswered_isAnOutage() {
        DatabaseAway database = new DatabaseAway(Duration.ZERO);
        database.answered(503);
        database.noticed(new RuntimeException(NO_CONNECTION_IN_TIME));
        assertTrue(database.isAway());
    }

    @Test
    void noConnection_sinceTheStart_isAnOutage() {
        DatabaseAway database = new DatabaseAway(Duration.ofMinutes(1));
        database.noticed(NO_CONNECTION_IN_TIME);
        assertTrue(database.isAway());
    }

    @Test
    void refusal_isAnOutage_untilSomebodyIsAnswered() {
        DatabaseAway database = new DatabaseAway(Duration.ofMinutes(1));
        database.answered(204);
        database.noticed(new RuntimeException(NOBODY_LISTENS));
        assertTrue(database.isAway());
        database.answered(503);
        assertTrue(database.isAway());
        database.answered(304);
        assertFalse(database.isAway());
    }

    @Test
    void failureOfAStatement_isNoOutage() {
        DatabaseAway database = new DatabaseAway(Duration.ZERO);
        database.noticed(new RuntimeException(new SQLException("deadlock", "40P01")));
        database.noticed(new IllegalStateException());
        assertFalse(database.isAway());
    }
}
