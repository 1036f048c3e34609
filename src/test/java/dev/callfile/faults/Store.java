package dev.callfile.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One database of the server.
 *
 * @param url with user and password, if there are any
 */
record Store(String url) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void execute(String sql) {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** Every row, its columns with blanks between. */
    List<String> rows(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(String.join(" ", row));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often the ledger has each callback, by the number that it was sent with. */
    Map<Integer, Integer> kept() {
        Map<Integer, Integer> kept = new TreeMap<>();
        rows("select parameters->'" + Sent.NUMBER + "'->>0 from twilio_callback")
                .forEach(number -> kept.merge(Integer.valueOf(number), 1, Integer::sum));
        return kept;
    }
}
