// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.security.PrincipalRights;
import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * Resolves the person a request comes from by Spring Security's own filters. They are given a GET of the same path with
 * the same headers, whose response goes nowhere. People whose request passes all of them are signed in; nobody else is.
 * Thread-safe.
 */
final class ReactiveIdentity implements ReactiveIdentityResolver {

    /** How long a tab waits for the answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveIdentity.class);

    /** The endpoints at which it matters who a tab belongs to: where it connects, and where it subscribes to stats. */
    private static final Set<String> ENDPOINTS = Set.of("/ws", "/sse", "/poll", "/subscribe-stats");

    private final Supplier<? extends WebFilter> security;
    private final WebSessionPeople people;
    private final PeopleRights rights;
    private final boolean passesPrincipal;
    private final Predicate<Request> hasSecret;

    /**
     * Creates a resolver.
     *
     * @param security returns Spring Security's filter, or any that sets the principal of an exchange; called per request
     * @param people the people who are signed in by a session
     * @param rights what people may see and do by their roles
     * @param passesPrincipal whether principals are passed on, because an authorizer may ask for them; each is then kept as long
     *     as its tab
     * @param hasSecret whether a request presents a secret of Rollcall's own, which must not reach the application's filters
     */
    ReactiveIdentity(
            Supplier<? extends WebFilter> security,
            WebSessionPeople people,
            PeopleRights rights,
            boolean passesPrincipal,
            Predicate<Request> hasSecret) {
        this.security = security;
        this.people = people;
        this.rights = rights;
        this.passesPrincipal = passesPrincipal;
        this.hasSecret = hasSecret;
    }

    @Override
    public @Nullable CompletionStage<@Nullable Identity> resolve(Request request) {
        if (!matters(request.path()) || hasSecret.test(request)) {
            return null;
        }
        AtomicReference<@Nullable Principal> principal = new AtomicReference<>();
        SessionExchange dryRun = new SessionExchange(DryRunExchange.of(request, people.unused()));
        return security.get()
                .filter(
                        dryRun,
                        exchange ->
                                exchange.getPrincipal().doOnNext(principal::set).then())
                .timeout(TIMEOUT)
                .onErrorResume(failure -> {
                    LOG.debug("Spring Security failed; nobody is signed in for this request.", failure);
                    return Mono.empty();
                })
                .then(Mono.fromSupplier(() -> identity(principal.get(), dryRun)))
                .toFuture();
    }

    /** The base path may itself hold {@code /admin/}, so the endpoints of tabs are looked for first. */
    private boolean matters(String path) {
        boolean isTabs = ENDPOINTS.contains(path.substring(Math.max(0, path.lastIndexOf('/'))));
        return isTabs || (rights.opensDashboard() && (path.contains("/admin/") || path.endsWith("/metrics")));
    }

    private Identity identity(@Nullable Principal principal, SessionExchange dryRun) {
        Principal known = principal instanceof AnonymousAuthenticationToken ? null : principal;
        Identity identity = rights.identity(known, role -> PrincipalRights.hasRole(known, role))
                .withSession(people.key(dryRun.used(), known));
        return passesPrincipal ? identity.withPrincipal(known) : identity;
    }
}
