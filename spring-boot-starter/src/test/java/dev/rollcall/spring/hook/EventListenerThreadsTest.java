// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.spring.ConnectionEvent;
import dev.rollcall.spring.app.SilentTabs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;

/** Listeners that are beans or methods of beans: each runs independently, whatever the others do. */
class EventListenerThreadsTest extends WatchedListeners {

    @AfterEach
    void openTheGate() {
        Heard.openGate();
    }

    @Test
    void aSlowListenerKeepsNoOtherWaitingWhateverItsKind() {
        Heard.reset();
        web.withUserConfiguration(Methods.class, Beans.class).run(context -> {
            Rollcall rollcall = context.getBean(Rollcall.class);
            for (int i = 0; i < TABS; i++) {
                Connection tab = open(rollcall);
                rollcall.internals().hub().route(tab, "/b");
                rollcall.internals().hub().close(tab, Disconnect.CLIENT_LEFT);
            }
            eventually(() -> assertThat(Heard.COUNTS)
                    .containsEntry("opened", TABS)
                    .containsEntry("moved", TABS)
                    .containsEntry("closed", TABS)
                    .containsEntry("any", 3 * TABS)
                    .containsEntry("object", 3 * TABS)
                    .containsEntry("listener", TABS)
                    .containsEntry("lazy", TABS)
                    .containsEntry("bean", 3 * TABS));
            assertThat(Heard.COUNTS).containsEntry("slow", 1).containsEntry("refreshed", 1);
            assertThat(Heard.THREADS)
                    .containsEntry("opened", "rollcall-listener-EventListenerThreadsTest$Methods.opened")
                    .containsEntry("slow", "rollcall-listener-EventListenerThreadsTest$Methods.slow")
                    .containsEntry("any", "rollcall-listener-EventListenerThreadsTest$Methods.any")
                    .containsEntry("bean", "rollcall-listener-EventListenerThreadsTest$Counting");
            Heard.openGate();
        });
        assertThat(warnings()).isEmpty();
    }

    @Test
    void listenersOfAParentHearToo() {
        Heard.reset();
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Parent.class)) {
            web.withParent(parent).run(context -> {
                open(context.getBean(Rollcall.class));
                eventually(() -> assertThat(Heard.COUNTS).containsEntry("parent", 1));
            });
        }
    }

    @Test
    void whatStillWaitsAtTheEndIsSaidAndCounted() {
        Heard.reset();
        web.withUserConfiguration(Methods.class).run(context -> {
            Rollcall rollcall = context.getBean(Rollcall.class);
            for (int i = 0; i < TABS; i++) {
                open(rollcall);
            }
            eventually(() -> assertThat(Heard.COUNTS).containsEntry("slow", 1).containsEntry("opened", TABS));
        });
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(Methods.class.getName() + ".slow(", ": " + (TABS - 1) + " events were dropped");
        assertThat(meters.get("rollcall.listener.dropped").counter().count()).isEqualTo(TABS - 1);
    }

    @Test
    void aContextThatIsStartedAgainHearsAgain() {
        Heard.reset();
        web.withUserConfiguration(Methods.class).run(context -> {
            Heard.openGate();
            AbstractApplicationContext whole = (AbstractApplicationContext) context.getSourceApplicationContext();
            whole.stop();
            SilentTabs.open(context.getBean(Rollcall.class), "while-stopped", "/a");
            whole.start();
            SilentTabs.open(context.getBean(Rollcall.class), "again", "/a");
            eventually(() -> assertThat(Heard.COUNTS).containsEntry("opened on again", 1));
            assertThat(Heard.COUNTS).as("each listener hears in order").doesNotContainKey("opened on while-stopped");
        });
    }

    @Configuration
    static class Methods {

        @EventListener
        void slow(ConnectionEvent.Opened event) {
            Heard.note("slow");
            Heard.block();
        }

        @EventListener
        void opened(ConnectionEvent.Opened event) {
            Heard.note("opened");
            Heard.note("opened on " + event.connection().version());
        }

        @EventListener
        void moved(ConnectionEvent.RouteChanged event) {
            Heard.note("moved");
        }

        @EventListener(condition = "#event.why() != null")
        void closed(ConnectionEvent.Closed event) {
            Heard.note("closed");
        }

        @EventListener({ConnectionEvent.Opened.class, ConnectionEvent.RouteChanged.class, ConnectionEvent.Closed.class})
        void any(ConnectionEvent event) {
            Heard.note("any");
        }

        @EventListener
        void everything(Object event) {
            if (event instanceof ConnectionEvent) {
                Heard.note("object");
            }
        }
    }

    @Configuration
    static class Beans {

        @Bean
        ApplicationListener<PayloadApplicationEvent<ConnectionEvent.Opened>> listener() {
            return ApplicationListener.forPayload(opened -> Heard.note("listener"));
        }

        @Bean
        ConnectionListener counting() {
            return new Counting();
        }

        @Bean
        ApplicationListener<ContextRefreshedEvent> refreshed() {
            return event -> Heard.note("refreshed");
        }

        @Bean
        @Lazy
        LazyListener lazy() {
            return new LazyListener();
        }
    }

    static final class LazyListener implements ApplicationListener<PayloadApplicationEvent<ConnectionEvent.Closed>> {
        @Override
        public void onApplicationEvent(PayloadApplicationEvent<ConnectionEvent.Closed> event) {
            Heard.note("lazy");
        }
    }

    static final class Counting implements ConnectionListener {

        @Override
        public void opened(Connection connection) {
            Heard.note("bean");
        }

        @Override
        public void routeChanged(Connection connection, String from, String to) {
            Heard.note("bean");
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            Heard.note("bean");
        }
    }

    @Configuration
    static class Parent {

        @EventListener
        void opened(ConnectionEvent.Opened event) {
            Heard.note("parent");
        }
    }
}
