// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.wire.Request;
import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

/**
 * Finds out who is signed in, by Spring Security's own filters: they are given a GET of the same path with the same headers,
 * whose answer goes nowhere. Whom they let through to the end is signed in; nobody else is. Thread-safe.
 */
public final class SignedIn implements RequestInsight {

    /** Longer than that nobody waits for a stream to open. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SignedIn.class);

    /** Where it matters: when a tab comes, and when it asks for stats. */
    private static final Set<String> ENDPOINTS = Set.of("/ws", "/sse", "/poll", "/subscribe-stats");

    private final Supplier<? extends WebFilter> security;
    private final WebSessionManager sessions;
    private final boolean label;
    private final @Nullable String authority;

    /**
     * Asks a filter.
     *
     * @param security where Spring Security's is, or any that sets the principal of an exchange; asked when there is a request
     * @param sessions the application's
     * @param label whether names are carried
     * @param role whose holders may see stats, as in {@code hasRole}; null when there is none
     */
    public SignedIn(
            Supplier<? extends WebFilter> security, WebSessionManager sessions, boolean label, @Nullable String role) {
        this.security = security;
        this.sessions = sessions;
        this.label = label;
        this.authority = role == null || role.startsWith("ROLE_") ? role : "ROLE_" + role;
    }

    @Override
    public @Nullable CompletionStage<Request> apply(Request request) {
        String path = request.path();
        if (!ENDPOINTS.contains(path.substring(Math.max(0, path.lastIndexOf('/'))))) {
            return null;
        }
        AtomicReference<@Nullable Principal> who = new AtomicReference<>();
        return security.get()
                .filter(
                        Rehearsal.of(request, sessions),
                        exchange -> exchange.getPrincipal().doOnNext(who::set).then())
                .timeout(MOST)
                .onErrorResume(failure -> {
                    LOG.debug("Nobody is signed in for a request: Spring Security failed.", failure);
                    return Mono.empty();
                })
                .then(Mono.fromSupplier(() -> with(request, who.get())))
                .toFuture();
    }

    private Request with(Request bare, @Nullable Principal who) {
        String name = label && who != null && !(who instanceof AnonymousAuthenticationToken) ? who.getName() : null;
        boolean may = who instanceof Authentication authentication && maySeeStats(authentication);
        return bare.withIdentity(new Identity(name, may ? Decision.granted() : Decision.denied()));
    }

    private boolean maySeeStats(Authentication who) {
        return authority != null
                && who.isAuthenticated()
                && who.getAuthorities().stream().anyMatch(held -> authority.equals(held.getAuthority()));
    }
}
