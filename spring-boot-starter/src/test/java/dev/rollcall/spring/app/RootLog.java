// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that this process logs while a test listens. Thread-safe. */
public final class RootLog implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    /** Listens from now on. Boot sets logging up again when an application starts, so call this after that. */
    public void listen() {
        appender.start();
        root().addAppender(appender);
    }

    /** Returns what has been logged since the test began to listen. */
    public List<ILoggingEvent> events() {
        synchronized (appender) { // as the appender itself does when it adds one
            return List.copyOf(appender.list);
        }
    }

    /** Returns the events of level WARN and above. */
    public List<ILoggingEvent> warnings() {
        return events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    /** Stops listening. */
    @Override
    public void close() {
        root().detachAppender(appender);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
