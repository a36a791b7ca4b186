// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.ClassUtils;

/**
 * How many connections a web server takes. Tomcat is asked itself, so that the application's own customizing counts.
 *
 * @param connections how many, at least 1
 * @param setting what it is set with
 */
record ContainerLimit(int connections, String setting) {

    private static final boolean TOMCAT = ClassUtils.isPresent(
            "org.springframework.boot.tomcat.TomcatWebServer", ContainerLimit.class.getClassLoader());
    private static final String JETTY = "JettyWebServer";
    private static final String JETTY_SETTING = "server.jetty.max-connections";

    /** The server's limit; null when there is none, or none that is known here. */
    static @Nullable ContainerLimit of(WebServer server, PropertyResolver settings) {
        if (TOMCAT && Tomcat.is(server)) {
            return Tomcat.limit(server);
        }
        return server.getClass().getSimpleName().equals(JETTY) ? jetty(settings) : null;
    }

    /** Jetty has a limit only where it is set. */
    private static @Nullable ContainerLimit jetty(PropertyResolver settings) {
        int most = settings.getProperty(JETTY_SETTING, Integer.class, -1);
        return most < 1 ? null : new ContainerLimit(most, JETTY_SETTING);
    }

    @Override
    public String toString() {
        return setting + " (" + connections + ")";
    }

    /** A class of its own, so that Tomcat is not looked for where it is missing. */
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
