// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.message.Message;
import dev.rollcall.spring.ConnectionEvent;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.RollcallMetricsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;

/** Listeners that are beans or methods of beans: each by itself, whatever the others do. */
class EventListenerThreadsTest {

    private static final int TABS = 500;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RollcallMetricsAutoConfiguration.class, RollcallAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, () -> meters);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void end() {
        root().detachAppender(log);
        Heard.GATE.countDown();
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
            assertThat(Heard.COUNTS).containsEntry("slow", 1).doesNotContainKey("refreshed by a tab");
            assertThat(Heard.THREADS)
                    .containsEntry("opened", "rollcall-listener-EventListenerThreadsTest$Methods.opened")
                    .containsEntry("slow", "rollcall-listener-EventListenerThreadsTest$Methods.slow")
                    .containsEntry("any", "rollcall-listener-EventListenerThreadsTest$Methods.any")
                    .containsEntry("bean", "rollcall-listener-EventListenerThreadsTest$Counting");
            Heard.GATE.countDown();
        });
        assertThat(warnings()).isEmpty();
    }

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
        assertThat(log.list.stream().filter(event -> event.getThrowableProxy() != null))
                .hasSize(4);
        assertThat(log.list.stream()
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
            Heard.GATE.countDown();
            AbstractApplicationContext whole = (AbstractApplicationContext) context.getSourceApplicationContext();
            whole.stop();
            open(context.getBean(Rollcall.class));
            whole.start();
            open(context.getBean(Rollcall.class));
            eventually(() -> assertThat(Heard.COUNTS).containsEntry("opened", 1));
        });
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().levelInt >= ch.qos.logback.classic.Level.WARN_INT)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> !line.startsWith("No version is known"))
                .toList();
    }

    private static Connection open(Rollcall rollcall) {
        return rollcall.internals().hub().open(Admission.of(Transport.SSE, "v1", "/a"), tab -> new Nowhere());
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static final class Nowhere implements Outbound {
        @Override
        public int send(Message message) {
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    }

    private static final class Heard {

        static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();
        static final Map<String, String> THREADS = new ConcurrentHashMap<>();
        static volatile CountDownLatch GATE = new CountDownLatch(1);

        static void reset() {
            COUNTS.clear();
            THREADS.clear();
            GATE = new CountDownLatch(1);
        }

        static void note(String what) {
            COUNTS.merge(what, 1, Integer::sum);
            THREADS.put(what, Thread.currentThread().getName());
        }

        static void block() {
            try {
                GATE.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
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
    static class Broken {

        private final AtomicInteger deep = new AtomicInteger();

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
            deep.incrementAndGet();
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

    @Configuration
    static class Parent {

        @EventListener
        void opened(ConnectionEvent.Opened event) {
            Heard.note("parent");
        }
    }
}
