// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.spring.app.TestApplication.Container;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.LoggerFactory;

/** Base of tests that look at what an application logs while it runs. */
abstract class WatchedLog {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @AfterEach
    final void stopListening() {
        root().detachAppender(log);
    }

    /** Starts the application, and listens to its log from then on: Boot sets logging up again when it starts. */
    final TestApplication started(Container container, String... properties) {
        TestApplication app = container.start(properties);
        log.start();
        root().addAppender(log);
        return app;
    }

    /** Returns what has been logged since the application has started. */
    final List<String> messages() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Returns the lines of level WARN and above since the application has started. */
    final List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
