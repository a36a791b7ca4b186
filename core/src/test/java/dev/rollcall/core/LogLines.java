// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what one class writes to the log. */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        logger.addHandler(handler);
    }

    /** Listens from now on. */
    public static LogLines of(Class<?> source) {
        return new LogLines(Logger.getLogger(source.getName()));
    }

    /** Returns the lines so far. */
    public List<String> lines() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /** Returns the exceptions whose traces are in the log. */
    public List<Throwable> traces() {
        return records.stream()
                .map(LogRecord::getThrown)
                .filter(thrown -> thrown != null)
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
