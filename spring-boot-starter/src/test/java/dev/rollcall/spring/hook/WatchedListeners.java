// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.spring.app.RootLog;
import dev.rollcall.spring.app.SilentTabs;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.RollcallMetricsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Base of tests of an application's listeners: an application to put them into, its meters, and its log. */
abstract class WatchedListeners {

    static final int TABS = 500;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RollcallMetricsAutoConfiguration.class, RollcallAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, () -> meters);
    final RootLog log = new RootLog();

    @BeforeEach
    final void listen() {
        log.listen();
    }

    @AfterEach
    final void stopListening() {
        log.close();
    }

    final List<String> warnings() {
        return log.warnings().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> !line.startsWith("No version is known"))
                .toList();
    }

    static Connection open(Rollcall rollcall) {
        return SilentTabs.open(rollcall, "v1", "/a");
    }
}
