// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.ClassUtils;

/**
 * A web server's limit on its connections. Tomcat itself is asked, so that the application's customizing counts.
 *
 * @param connections the limit, at least 1
 * @param setting the name of the setting that changes it
 */
record ContainerLimit(int connections, String setting) {

    private static final boolean TOMCAT = ClassUtils.isPresent(
            "org.springframework.boot.tomcat.TomcatWebServer", ContainerLimit.class.getClassLoader());
    private static final String JETTY = "JettyWebServer";
    private static final String JETTY_SETTING = "server.jetty.max-connections";

    /** Returns a server's limit; null when it has none, or none that is known. */
    static @Nullable ContainerLimit of(WebServer server, PropertyResolver settings) {
        if (TOMCAT && Tomcat.is(server)) {
            return Tomcat.limit(server);
        }
        return server.getClass().getSimpleName().equals(JETTY) ? jetty(settings) : null;
    }

    /** Reads the setting: without it, Jetty has no limit. */
    private static @Nullable ContainerLimit jetty(PropertyResolver settings) {
        int limit = settings.getProperty(JETTY_SETTING, Integer.class, -1);
        return limit < 1 ? null : new ContainerLimit(limit, JETTY_SETTING);
    }

    @Override
    public String toString() {
        return setting + " (" + connections + ")";
    }

    /** A class of its own, which is not loaded where Tomcat is missing. */
    private static final class Tomcat {

        static boolean is(WebServer server) {
            return server instanceof TomcatWebServer;
        }

        static @Nullable ContainerLimit limit(WebServer server) {
            var connector = ((TomcatWebServer) server).getTomcat().getConnector();
            return connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
                            && protocol.getMaxConnections() > 0
                    ? new ContainerLimit(protocol.getMaxConnections(), "server.tomcat.max-connections")
                    : null;
        }
    }
}
