// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.spring.ConnectionEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Listeners that throw, which are still called afterwards, or that cannot be created: the log names them. */
class FailingListenersTest extends WatchedListeners {

    @Test
    void oneThatThrowsGoesOnAndTheLogNamesItAndNoneOfOurs() {
        web.withUserConfiguration(Broken.class).run(context -> {
            Rollcall rollcall = context.getBean(Rollcall.class);
            for (int i = 0; i < TABS; i++) {
                open(rollcall);
            }
            eventually(
                    () -> assertThat(meters.find("rollcall.listener.failures").counters())
                            .hasSize(4)
                            .allMatch(counter -> counter.count() == TABS));
        });
        String broken = Broken.class.getName();
        assertThat(warnings())
                .as("1, 2, 4 ... 256 of each of four")
                .hasSize(4 * 9)
                .allMatch(line -> line.startsWith("Connection listener " + broken))
                .anyMatch(line -> line.startsWith("Connection listener " + broken + ".overflows("))
                .anyMatch(line -> line.startsWith("Connection listener " + broken + ".throwing("))
                .anyMatch(line -> line.startsWith("Connection listener " + broken + ".named()"))
                .anyMatch(line -> line.startsWith("Connection listener " + broken + "$1 "));
        assertThat(log.events().stream().filter(event -> event.getThrowableProxy() != null))
                .hasSize(4);
        assertThat(log.events().stream()
                        .filter(event -> event.getThrowableProxy() != null)
                        .map(event -> event.getThrowableProxy().getClassName()))
                .contains("java.lang.StackOverflowError");
    }

    @Test
    void aBeanThatCannotBeMadeIsNamedByItsName() {
        web.withBean(
                        "diary",
                        ConnectionListener.class,
                        () -> {
                            throw new IllegalStateException("no database");
                        },
                        definition -> definition.setLazyInit(true))
                .run(context -> {
                    open(context.getBean(Rollcall.class));
                    eventually(() -> assertThat(warnings())
                            .containsExactly("Connection listener bean diary failed; it goes on with the next event."));
                });
    }

    @Configuration
    static class Broken {

        @EventListener
        void throwing(ConnectionEvent.Opened event) throws Exception {
            throw new Exception("by the test");
        }

        @EventListener
        void overflows(ConnectionEvent.Opened event) {
            throw new StackOverflowError("by the test");
        }

        @EventListener(id = "broken")
        void named(ConnectionEvent event) {
            throw new AssertionError("by the test");
        }

        @Bean
        ConnectionListener anonymous() {
            return new ConnectionListener() {
                @Override
                public void opened(@Nullable Connection connection) {
                    throw new NoClassDefFoundError("by the test");
                }
            };
        }
    }
}
