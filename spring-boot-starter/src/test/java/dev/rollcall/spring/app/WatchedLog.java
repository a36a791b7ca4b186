// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.spring.app.TestApplication.Container;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Base of tests that look at what an application logs while it runs. */
abstract class WatchedLog {

    private final RootLog log = new RootLog();

    @AfterEach
    final void stopListening() {
        log.close();
    }

    /** Starts the application, and listens to its log from then on. */
    final TestApplication started(Container container, String... properties) {
        TestApplication app = container.start(properties);
        log.listen();
        return app;
    }

    /** Returns what has been logged since the application started. */
    final List<String> messages() {
        return log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Returns the lines of level WARN and above since the application started. */
    final List<String> warnings() {
        return log.warnings().stream()
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }
}
