package dev.callfile;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Hears what a logger says, from its making until it is closed. */
public final class LogListener extends Handler {

    private final PatternFormatter format;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger;

    /**
     * Listens.
     *
     * @param category of the logger; empty for all of them
     * @param level from which on it speaks
     */
    public LogListener(String category, Level level) {
        this(category, level, "%p %c %X{requestId} %X{callSid} %s%e");
    }

    /** Listens, and writes its lines in this way. */
    public LogListener(String category, Level level, String pattern) {
        format = new PatternFormatter(pattern);
        logger = Logger.getLogger(category);
        logger.setLevel(level);
        logger.addHandler(this);
    }

    /** Every line so far. */
    public Queue<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(format.format(ExtLogRecord.wrap(line)));
    }

    @Override
    public void flush() {}

    /** The logger is as it was: each of ours inherits its level, but for the root, which has the default. */
    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(logger.getName().isEmpty() ? Level.INFO : null);
    }
}
