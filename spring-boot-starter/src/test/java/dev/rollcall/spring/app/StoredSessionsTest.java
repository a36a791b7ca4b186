// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

/** An application whose sessions Spring Session keeps in a store. */
class StoredSessionsTest {

    @Test
    @DisplayName(
            "while the store of sessions fails, tabs get in, and live stats are asked for again rather than refused")
    void away() {
        try (TestApplication app = Container.TOMCAT.start(List.of(Sessions.class), "--rollcall.stats.role=ADMIN")) {
            Store store = app.context().getBean(Store.class);
            String session = app.signIn();
            WebSocketTab watching = WebSocketTab.open(app.http(), "/__skew/ws", "Cookie", session);
            watching.subscribe();
            assertThat(watching.next("stats").path("total").asInt()).isPositive();

            store.away = true;
            app.rollcall().internals().statsAccess().recheck(everybody -> true);
            assertThat(watching.next("stats-unauthorized").path("after").asLong())
                    .as("when to ask again, in milliseconds")
                    .isPositive();
            assertThat(PollingTab.open(app.http(), "/__skew", "", "Cookie", session)
                            .id())
                    .isNotEmpty();

            store.away = false;
            watching.subscribe();
            assertThat(watching.next("stats").path("total").asInt()).isPositive();
        }
    }

    @Test
    @DisplayName("the session of a visitor who is not signed in is not used by their tabs either")
    void visitor() {
        try (TestApplication app = Container.TOMCAT.start(List.of(Sessions.class), "--rollcall.user-label=true")) {
            Store store = app.context().getBean(Store.class);
            String session = app.http()
                    .get("/build", "Accept", "text/html") // Spring Security remembers the request in a session.
                    .header("Set-Cookie")
                    .orElseThrow()
                    .split(";", 2)[0];
            int saved = store.saved.get();
            assertThat(saved).isPositive();
            PollingTab tab = PollingTab.open(app.http(), "/__skew", "", "Cookie", session);
            assertThat(tab.ask().status()).isEqualTo(200);
            SseTab.open(app.http(), "/__skew", "", "Cookie", session).close();
            assertThat(store.saved).hasValue(saved);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableSpringHttpSession
    static class Sessions {
        @Bean
        Store sessionRepository() {
            return new Store();
        }
    }

    /** Keeps sessions in memory, counts saves, and can be unavailable. */
    static class Store extends MapSessionRepository {
        private final AtomicInteger saved = new AtomicInteger();
        private volatile boolean away;

        Store() {
            super(new ConcurrentHashMap<>());
        }

        @Override
        public void save(MapSession session) {
            saved.incrementAndGet();
            super.save(session);
        }

        @Override
        public @Nullable MapSession findById(String id) {
            if (away) {
                throw new IllegalStateException("the store is away, as the test has it");
            }
            return super.findById(id);
        }
    }
}
