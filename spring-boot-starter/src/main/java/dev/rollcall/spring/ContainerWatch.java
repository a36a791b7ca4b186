// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.spring.servlet.HeldTabs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Keeps an eye on how many of the container's connections are held by tabs: says so at 80 %, once for each time it comes so
 * far. Where tabs have a second port to go to, no more than that are held on the application's own.
 */
final class ContainerWatch implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
    private static final double SHARE = 0.8;

    private final HeldTabs held;
    private final @Nullable Integer nettyPort;
    private final int tabs;
    private volatile double limit = Double.NaN;

    ContainerWatch(HeldTabs held, RollcallProperties properties) {
        this.held = held;
        nettyPort = properties.netty().port();
        Integer set = properties.limits().connections();
        tabs = set == null ? Surroundings.servlet("", properties).connections() : set;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        var context = event.getApplicationContext();
        if (context.getServerNamespace() == null) { // Else it is Actuator's own port.
            watch(ContainerLimit.of(event.getWebServer(), context.getEnvironment()));
        }
    }

    /** Sets the marks from what the container says; null where it knows no limit. */
    void watch(@Nullable ContainerLimit container) {
        int most = container == null ? Integer.MAX_VALUE : container.connections();
        if (container != null) {
            limit = most;
        }
        if (nettyPort != null && container != null) {
            int share = share(most);
            held.limit(share);
            held.warnAt(
                    share,
                    count -> LOG.warn(
                            "{} tabs are held on the application's own port, 80 % of {}. Further ones are answered 503 there: let"
                                    + " pages connect to port {} (rollcall.netty.port), or raise {}.",
                            count, container, nettyPort, container.setting()));
        } else if (tabs < most) {
            held.warnAt(
                    share(tabs),
                    count -> LOG.warn(
                            "{} tabs are held, 80 % of rollcall.limits.connections ({}). Raise it{}, or set rollcall.netty.port to"
                                    + " serve tabs on a port of their own.",
                            count, tabs, container == null ? "" : " and " + container));
        } else if (container != null) {
            held.warnAt(
                    share(most),
                    count -> LOG.warn(
                            "{} tabs are held, 80 % of {}. At the limit the application cannot be reached any more: raise {}, or"
                                    + " set rollcall.netty.port to serve tabs on a port of their own.",
                            count, container, container.setting()));
        }
    }

    /** How many of its connections tabs hold. */
    int held() {
        return held.count();
    }

    /** How many connections it takes; NaN where that is not known. */
    double limit() {
        return limit;
    }

    private static int share(int of) {
        return (int) (of * SHARE);
    }
}
