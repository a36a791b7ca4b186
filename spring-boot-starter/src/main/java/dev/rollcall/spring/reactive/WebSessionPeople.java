// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.reactive.SessionExchange.Used;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.security.PrincipalRights;
import dev.rollcall.spring.session.SessionRights;
import java.lang.ref.WeakReference;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The people whom Spring Security keeps in a session of a WebFlux application, and what they may see as long as it lasts. A session
 * in memory is looked at without using it, and has a key that stays when its id changes; for sessions of other stores, the key is
 * the id. Thread-safe.
 */
final class WebSessionPeople implements SessionRights {

    /** How long a store may take to answer: a little less than the time limit of an authorizer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final WebSessionManager manager;
    private final PeopleRights rights;

    /* Sessions are held weakly: their store decides how long they live. A key lives as long as its session. */
    private final Map<WebSession, String> keys = new WeakHashMap<>();
    private final Map<String, WeakReference<WebSession>> byKey = new WeakHashMap<>();

    /**
     * Creates an instance that knows no session yet.
     *
     * @param manager finds the sessions of the application
     * @param rights what people may see by their roles
     */
    WebSessionPeople(WebSessionManager manager, PeopleRights rights) {
        this.manager = manager;
        this.rights = rights;
    }

    /** Returns what finds the application's sessions for an exchange without using them, where the store is known to allow that. */
    WebSessionManager unused() {
        return manager instanceof DefaultWebSessionManager known
                        && known.getSessionStore() instanceof InMemoryWebSessionStore memory
                ? exchange -> inMemory(known, memory, exchange)
                : manager;
    }

    private static Mono<WebSession> inMemory(
            DefaultWebSessionManager manager, InMemoryWebSessionStore memory, ServerWebExchange exchange) {
        return Flux.fromIterable(manager.getSessionIdResolver().resolveSessionIds(exchange))
                .mapNotNull(memory.getSessions()::get)
                .filter(session -> !session.isExpired())
                .next()
                .switchIfEmpty(Mono.defer(memory::createWebSession));
    }

    /**
     * Returns the key of the session by which a person is signed in.
     *
     * @param used the session of the request; null for none
     * @param person whom the request comes from; null for nobody
     * @return null when it is not the session that proves who it is, or when the session cannot be looked at later
     */
    @Nullable
    String key(@Nullable Used used, @Nullable Principal person) {
        WebSessionStore store = store();
        if (used == null || store == null || person == null || !person.equals(signedIn(used.session()))) {
            return null;
        }
        return store instanceof InMemoryWebSessionStore ? remember(used.session()) : used.id();
    }

    /** Returns the key of a session that may have ended; null when nothing depends on the session. */
    @Nullable
    String formerKey(Used used) {
        return store() instanceof InMemoryWebSessionStore ? find(used.session()) : used.id();
    }

    @Override
    public @Nullable Decision now(String key) {
        WebSession session = session(key);
        Principal person = session == null || session.isExpired() ? null : signedIn(session);
        return person == null ? null : rights.stats(person, role -> PrincipalRights.hasRole(person, role));
    }

    /** Returns who is signed in by a session; null when nobody is. */
    static @Nullable Principal signedIn(WebSession session) {
        Authentication person =
                session.getAttribute(DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME) instanceof SecurityContext context
                        ? context.getAuthentication()
                        : null;
        return person != null && person.isAuthenticated() ? person : null;
    }

    private @Nullable WebSession session(String key) {
        WebSessionStore store = store();
        if (store instanceof InMemoryWebSessionStore) {
            return remembered(key);
        }
        return store == null ? null : store.retrieveSession(key).block(TIMEOUT);
    }

    private @Nullable WebSessionStore store() {
        return manager instanceof DefaultWebSessionManager known ? known.getSessionStore() : null;
    }

    private synchronized String remember(WebSession session) {
        return keys.computeIfAbsent(session, added -> {
            String key = UUID.randomUUID().toString();
            byKey.put(key, new WeakReference<>(added));
            return key;
        });
    }

    private synchronized @Nullable String find(WebSession session) {
        return keys.get(session);
    }

    private synchronized @Nullable WebSession remembered(String key) {
        WeakReference<WebSession> session = byKey.get(key);
        return session == null ? null : session.get();
    }
}
