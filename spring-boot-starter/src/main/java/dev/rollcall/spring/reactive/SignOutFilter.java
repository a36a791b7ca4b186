// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.spring.reactive.SessionExchange.Used;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Notices when a request of the application has signed somebody out, or ended their session: WebFlux has no event for it.
 * Thread-safe.
 *
 * @param people those who are signed in by a session
 * @param ends receives the key of each session that has ended; must not block
 */
record SignOutFilter(WebSessionPeople people, Consumer<String> ends) implements WebFilter, Ordered {

    /** Before Spring Security's filter, to see what that has done. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        SessionExchange watched = new SessionExchange(exchange);
        Runnable look = () -> look(watched.used());
        return chain.filter(watched).doOnTerminate(look).doOnCancel(look);
    }

    private void look(@Nullable Used used) {
        String key = used != null && used.hasLostPerson() ? people.formerKey(used) : null;
        if (key != null) {
            ends.accept(key);
        }
    }
}
