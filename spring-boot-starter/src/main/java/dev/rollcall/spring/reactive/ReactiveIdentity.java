// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.spring.security.PrincipalRights;
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
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

/**
 * Resolves the person a request comes from by Spring Security's own filters. They are given a GET of the same path with
 * the same headers, whose response goes nowhere. People whom they let through to the end are signed in; nobody else is.
 * Thread-safe.
 */
final class ReactiveIdentity implements ReactiveIdentityResolver {

    /** How long a tab waits for the answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveIdentity.class);

    /** Where it matters: when a tab connects, and when it subscribes to stats. */
    private static final Set<String> ENDPOINTS = Set.of("/ws", "/sse", "/poll", "/subscribe-stats");

    private final Supplier<? extends WebFilter> security;
    private final WebSessionManager sessions;
    private final boolean label;
    private final boolean passesPrincipal;
    private final @Nullable String role;

    /**
     * Creates a resolver.
     *
     * @param security returns Spring Security's filter, or any that sets the principal of an exchange; called per request
     * @param sessions the application's sessions
     * @param label whether names are passed on
     * @param passesPrincipal whether principals are passed on, because somebody asks for them; they are kept then as long as a
     *     tab
     * @param role people with this role, or with an authority of this name such as {@code SCOPE_stats}, may see stats; null
     *     for nobody
     */
    ReactiveIdentity(
            Supplier<? extends WebFilter> security,
            WebSessionManager sessions,
            boolean label,
            boolean passesPrincipal,
            @Nullable String role) {
        this.security = security;
        this.sessions = sessions;
        this.label = label;
        this.passesPrincipal = passesPrincipal;
        this.role = role;
    }

    @Override
    public @Nullable CompletionStage<@Nullable Identity> resolve(Request request) {
        String path = request.path();
        if (!ENDPOINTS.contains(path.substring(Math.max(0, path.lastIndexOf('/'))))) {
            return null;
        }
        AtomicReference<@Nullable Principal> principal = new AtomicReference<>();
        return security.get()
                .filter(
                        DryRunExchange.of(request, sessions),
                        exchange ->
                                exchange.getPrincipal().doOnNext(principal::set).then())
                .timeout(TIMEOUT)
                .onErrorResume(failure -> {
                    LOG.debug("Spring Security failed; nobody is signed in for this request.", failure);
                    return Mono.empty();
                })
                .then(Mono.fromSupplier(() -> identity(principal.get())))
                .toFuture();
    }

    private Identity identity(@Nullable Principal found) {
        Principal principal = found instanceof AnonymousAuthenticationToken ? null : found;
        String name = label && principal != null ? principal.getName() : null;
        boolean maySeeStats = role != null && PrincipalRights.hasRole(found, role);
        return new Identity(
                name,
                maySeeStats ? PrincipalRights.granted(found) : Decision.denied(),
                passesPrincipal ? principal : null);
    }
}
