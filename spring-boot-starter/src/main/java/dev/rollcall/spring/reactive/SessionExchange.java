// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import java.security.Principal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * An exchange that remembers the session that it uses, and who was first signed in through it. It asks for no session
 * itself. Thread-safe.
 */
final class SessionExchange extends ServerWebExchangeDecorator {

    private final AtomicReference<@Nullable Used> used = new AtomicReference<>();

    SessionExchange(ServerWebExchange exchange) {
        super(exchange);
    }

    @Override
    public Mono<WebSession> getSession() {
        return super.getSession().doOnNext(session -> {
            if (used.get() == null) {
                used.compareAndSet(null, new Used(session, session.getId(), WebSessionPeople.signedIn(session)));
            }
        });
    }

    /** Returns the session that was used first; null while none was. */
    @Nullable
    Used used() {
        return used.get();
    }

    /**
     * A session, and what it was before the exchange could change it.
     *
     * @param session the session, as it is now
     * @param id the id that it had at first
     * @param person who was signed in by it at first; null for nobody
     */
    record Used(WebSession session, String id, @Nullable Principal person) {

        /** Returns whether somebody was signed in by the session, and no longer is. */
        boolean hasLostPerson() {
            return person != null && (session.isExpired() || !person.equals(WebSessionPeople.signedIn(session)));
        }
    }
}
