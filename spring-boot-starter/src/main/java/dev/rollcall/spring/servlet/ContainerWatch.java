// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.servlet.HeldConnections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Watches how many of the container's connections tabs hold, and logs a warning each time they reach 80 % of the lower
 * limit: the container's, or the one to tabs. Where tabs can use a second port, they may not hold more than that share of
 * the application's own.
 */
final class ContainerWatch implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
    private static final double SHARE = 0.8;

    private final HeldConnections held;
    private final @Nullable Integer nettyPort;
    private final int tabLimit;
    private volatile double containerLimit = Double.NaN;

    /**
     * Creates a watch. Until a web server has started, and for good in a container that Boot does not start, it knows the limit to
     * tabs alone.
     *
     * @param nettyPort the second port for tabs; null when there is none
     * @param tabLimit how many tabs the contract admits
     */
    ContainerWatch(HeldConnections held, @Nullable Integer nettyPort, int tabLimit) {
        this.held = held;
        this.nettyPort = nettyPort;
        this.tabLimit = tabLimit;
        watch(null);
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        var context = event.getApplicationContext();
        if (context.getServerNamespace() == null) { // Otherwise it is Actuator's own port.
            watch(ContainerLimit.of(event.getWebServer(), context.getEnvironment()));
        }
    }

    private void watch(@Nullable ContainerLimit container) {
        if (container != null) {
            containerLimit = container.connections();
        }
        if (nettyPort != null && container != null) {
            int share = share(container.connections());
            held.limit(share);
            held.warnAt(
                    share,
                    count -> LOG.warn(
                            "{} tabs are held on the application's own port, 80 % of {}. Further ones are answered 503 there: let"
                                    + " pages connect to port {} (rollcall.netty.port), or raise {}.",
                            count, container, nettyPort, container.setting()));
        } else if (container == null || tabLimit < container.connections()) {
            held.warnAt(
                    share(tabLimit),
                    count -> LOG.warn(
                            "{} tabs are held, 80 % of rollcall.limits.connections ({}). Raise it{}, or set rollcall.netty.port to"
                                    + " serve tabs on a port of their own.",
                            count, tabLimit, container == null ? "" : " and " + container));
        } else {
            held.warnAt(
                    share(container.connections()),
                    count -> LOG.warn(
                            "{} tabs are held, 80 % of {}. At the limit the application can no longer be reached: raise {}, or"
                                    + " set rollcall.netty.port to serve tabs on a port of their own.",
                            count, container, container.setting()));
        }
    }

    /** Returns how many of the container's connections tabs hold. */
    int held() {
        return held.count();
    }

    /** Returns how many connections the container takes; NaN when that is not known. */
    double limit() {
        return containerLimit;
    }

    private static int share(int of) {
        return (int) (of * SHARE);
    }
}
