// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.security.PeopleRights;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Mono;

/** Who has signed out of a WebFlux application, as their session tells. */
class SignOutFilterTest {

    private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";
    private static final Authentication ADA = new TestingAuthenticationToken("ada", "password", "ROLE_ADMIN");
    private static final Authentication BOB = new TestingAuthenticationToken("bob", "password", "ROLE_USER");

    private final DefaultWebSessionManager manager = new DefaultWebSessionManager();
    private final WebSessionPeople people = new WebSessionPeople(manager, new PeopleRights(false, "ADMIN", Set.of()));
    private final List<String> ended = new ArrayList<>();
    private final SignOutFilter filter = new SignOutFilter(people, ended::add);

    /** What keeps sessions. */
    enum Store {
        MEMORY,
        SPRING_SESSION;

        WebSessionStore create() {
            return this == MEMORY
                    ? new InMemoryWebSessionStore()
                    : new SpringSessionWebSessionStore<>(new ReactiveMapSessionRepository(new ConcurrentHashMap<>()));
        }
    }

    /** Has a request of the application do something with its session, and returns the session's id afterwards. */
    private String request(String id, Function<WebSession, Mono<Void>> does) {
        MockServerWebExchange exchange = exchange(id);
        filter.filter(
                        exchange,
                        inner -> inner.getSession().flatMap(does).then(Mono.defer(inner.getResponse()::setComplete)))
                .block();
        return Objects.requireNonNull(exchange.getSession().block()).getId();
    }

    private MockServerWebExchange exchange(String id) {
        return MockServerWebExchange.builder(MockServerHttpRequest.get("/").cookie(new HttpCookie("SESSION", id)))
                .sessionManager(manager)
                .build();
    }

    private static Mono<Void> signIn(WebSession session, Authentication person) {
        session.getAttributes().put(CONTEXT, new SecurityContextImpl(person));
        return Mono.empty();
    }

    private String signedIn() {
        return request("none", session -> signIn(session, ADA));
    }

    private @Nullable String key(String id, @Nullable Principal person) {
        SessionExchange tab = new SessionExchange(exchange(id));
        assertThat(tab.used()).isNull();
        tab.getSession().block();
        return people.key(tab.used(), person);
    }

    private String adasKey(String id) {
        return Objects.requireNonNull(key(id, ADA));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a logout, a session's end and somebody else's sign-in are noticed once, and end what was allowed")
    void ends(Store store) {
        manager.setSessionStore(store.create());
        List<Function<WebSession, Mono<Void>>> ways = List.of(
                session -> {
                    session.getAttributes().remove(CONTEXT);
                    return session.changeSessionId();
                },
                WebSession::invalidate,
                session -> signIn(session, BOB));
        for (Function<WebSession, Mono<Void>> way : ways) {
            ended.clear();
            String id = signedIn();
            String key = adasKey(id);
            assertThat(people.now(key)).isEqualTo(Decision.granted());
            request(id, way);
            assertThat(ended).containsExactly(key);
            Decision now = people.now(key);
            assertThat(now == null || !now.allowed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a request that leaves the session as it is, and one of somebody else, end nothing")
    void leaves(Store store) {
        manager.setSessionStore(store.create());
        String id = signedIn();
        String key = adasKey(id);
        request(id, session -> Mono.empty());
        request(signedIn(), WebSession::invalidate);
        request(request("none", session -> Mono.empty()), WebSession::invalidate);
        assertThat(ended).doesNotContain(key);
        assertThat(people.now(key)).isEqualTo(Decision.granted());
    }

    @Test
    @DisplayName("a session in memory keeps its key when its id changes, as it does at each sign-in")
    void idChanges() {
        String id = signedIn();
        String key = adasKey(id);
        String changed = request(id, session -> signIn(session, ADA).then(session.changeSessionId()));
        assertThat(changed).isNotEqualTo(id);
        assertThat(ended).isEmpty();
        assertThat(people.now(key)).isEqualTo(Decision.granted());
        assertThat(adasKey(changed)).isEqualTo(key);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("people signed in by a token or a password, not by the session, do not depend on it")
    void notByTheSession(Store store) {
        manager.setSessionStore(store.create());
        assertThat(key(signedIn(), BOB)).isNull();
        assertThat(key(signedIn(), null)).isNull();
        assertThat(people.key(null, ADA)).isNull();
        assertThat(people.now("unknown")).isNull();
    }

    @Test
    @DisplayName("a session that only a tab uses ends when its time is over")
    void tabsAreNoUse() {
        InMemoryWebSessionStore store = new InMemoryWebSessionStore();
        manager.setSessionStore(store);
        String id = signedIn();
        String key = adasKey(id);
        Instant start = store.getClock().instant();
        store.setClock(
                Clock.fixed(start.plus(Duration.ofMinutes(20)), store.getClock().getZone()));
        WebSession seen = people.unused().getSession(exchange(id)).block();
        assertThat(Objects.requireNonNull(seen).getId()).isEqualTo(id);
        assertThat(people.now(key)).isEqualTo(Decision.granted());
        store.setClock(
                Clock.fixed(start.plus(Duration.ofMinutes(31)), store.getClock().getZone()));
        assertThat(people.now(key)).isNull();
        WebSession other = people.unused().getSession(exchange(id)).block();
        assertThat(Objects.requireNonNull(other).getId()).isNotEqualTo(id);
    }
}
