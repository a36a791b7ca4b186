// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.wire.Contract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link ServletHost}. Not thread-safe. */
public final class ServletHostBuilder {

    final Contract contract;
    ServletIdentityResolver identity = ServletIdentityResolver.none();
    Duration streamProbe = Duration.ofSeconds(8);
    Duration shutdownGrace = Duration.ofSeconds(5);
    Supplier<List<String>> withoutAsync = List::of;
    boolean hidesSessions;
    private @Nullable Timer timer;

    ServletHostBuilder(Contract contract) {
        this.contract = Objects.requireNonNull(contract, "contract");
    }

    /**
     * Sets what tells, by the application's own authentication, who requests come from. By default nobody is known.
     *
     * @param resolver resolves the person behind a request
     */
    public ServletHostBuilder identity(ServletIdentityResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        identity = request -> {
            Identity found = resolver.resolve(request);
            return found == null ? Identity.NOBODY : found;
        };
        return this;
    }

    /**
     * Sets how long an event stream may be silent before it gets an empty comment. A tab that has gone is counted for at
     * most about twice this time.
     *
     * @param silence more than zero; 8 seconds by default
     * @throws IllegalArgumentException when it is zero or negative
     */
    public ServletHostBuilder streamProbe(Duration silence) {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("streamProbe: " + silence + " (expected: more than zero)");
        }
        streamProbe = silence;
        return this;
    }

    /**
     * Sets how long tabs may take to leave when the container takes the servlet out of service, as at an undeployment. A host that
     * was drained or closed before does not wait.
     *
     * @param grace not negative; 5 seconds by default
     * @throws IllegalArgumentException when it is negative
     */
    public ServletHostBuilder shutdownGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("shutdownGrace: " + grace + " (expected: not negative)");
        }
        shutdownGrace = grace;
        return this;
    }

    /**
     * Sets the timer for the host's own time limits. By default the host starts one with a thread of its own, so that
     * writing to thousands of silent streams delays nothing else.
     *
     * @param shared the host does not close it
     */
    public ServletHostBuilder timer(Timer shared) {
        timer = Objects.requireNonNull(shared, "shared");
        return this;
    }

    /**
     * Sets what knows the filters that do not support asynchronous requests. Event streams cannot be held behind such a filter, and
     * then the log names these. By default it names all filters.
     *
     * @param names returns what the log calls them; an empty list when there are none, or when it is not known. Called on
     *     threads of the container
     */
    public ServletHostBuilder filtersWithoutAsync(Supplier<List<String>> names) {
        withoutAsync = Objects.requireNonNull(names, "names");
        return this;
    }

    /**
     * Sets whether the session and the person of a WebSocket's handshake are hidden from the container; false by default. A
     * container that sees them counts each handshake as use of the session, which then does not end as long as the tab
     * reconnects. It also closes the WebSocket when the session ends; where they are hidden, the application must end what the
     * session allowed.
     */
    public ServletHostBuilder hideSessions(boolean hide) {
        hidesSessions = hide;
        return this;
    }

    /** Returns a host, which sends nothing before it is registered with a container. */
    public ServletHost build() {
        if (timer != null) {
            return new ServletHost(this, timer, () -> {});
        }
        SystemTimer own = new SystemTimer();
        return new ServletHost(this, own, own::close);
    }
}
