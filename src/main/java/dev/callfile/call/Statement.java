package dev.callfile.call;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SQL with named parameters and their values, run by JDBC and not as a query of Hibernate's, which keeps a plan for each
 * that its rows are described to, and never finds it again (docs/adr/0019).
 *
 * @param values by name, of all that the SQL names
 */
record Statement(Sql sql, Map<String, ?> values) {

    private static final Logger LOG = Logger.getLogger("dev.callfile.SQL");

    Statement(String sql, Map<String, ?> values) {
        this(Sql.of(sql), values);
    }

    /**
     * SQL as JDBC takes it. Some statements with semicolons between go to PostgreSQL in one round trip.
     *
     * @param names of the parameters, in their order
     */
    record Sql(String positional, List<String> names) {

        /** @param named with a {@code :name} of letters for each value */
        static Sql of(String named) {
            List<String> names = new ArrayList<>();
            StringBuilder positional = new StringBuilder(named.length());
            int end = 0;
            for (int colon = named.indexOf(':'); colon >= 0; colon = named.indexOf(':', end)) {
                positional.append(named, end, colon);
                end = colon + 1;
                while (end < named.length() && Character.isLetter(named.charAt(end))) {
                    end++;
                }
                String name = named.substring(colon + 1, end);
                if (name.isEmpty()) {
                    positional.append(':');
                } else {
                    positional.append('?');
                    names.add(name);
                }
            }
            return new Sql(positional.append(named, end, named.length()).toString(), names);
        }
    }

    /** Makes something of a row, or of all of them. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs it, and reads every row. */
    <T> List<T> list(Session session, Reader<T> reader) {
        return read(session, rows -> rows(rows, reader));
    }

    /** Runs it, and makes something of all rows; the reader goes to each itself. */
    <T> T read(Session session, Reader<T> rows) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = bind(connection, "")) {
                return rows.read(statement.executeQuery());
            }
        });
    }

    /** Reads every row of a result. */
    static <T> List<T> rows(ResultSet row, Reader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        while (row.next()) {
            rows.add(reader.read(row));
        }
        return rows;
    }

    /** Ready to run, with every value bound. */
    PreparedStatement bind(Connection connection, String before) throws SQLException {
        LOG.debug(sql.positional());
        PreparedStatement statement = connection.prepareStatement(before + sql.positional());
        int position = 0;
        for (String name : sql.names()) {
            Object value = Objects.requireNonNull(values.get(name), name);
            statement.setObject(++position, jdbc(value, connection));
        }
        return statement;
    }

    private static Object jdbc(Object value, Connection connection) throws SQLException {
        if (value instanceof Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }
        return value instanceof List<?> words ? connection.createArrayOf("text", words.toArray()) : value;
    }

    /** A time of a row; {@code null} where there is none. */
    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = time(row, column);
        return time == null ? null : time.toInstant();
    }

    /** The same, in UTC. */
    static @Nullable OffsetDateTime time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
