// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.core.Rollcall;
import dev.rollcall.testkit.client.Http;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that runs, with the endpoint.
 *
 * @param context the application
 * @param http the port of its pages
 * @param actuator the port of Actuator, which may be the same
 * @param path the path of the endpoint
 */
record RunningEndpoint(ConfigurableApplicationContext context, Http http, Http actuator, String path) {

    /** Finds the ports of an application that has been started. */
    static RunningEndpoint of(ConfigurableApplicationContext context, String path) {
        String port = String.valueOf(port(context, "local.server.port"));
        String own = port(context, "local.management.port");
        return new RunningEndpoint(context, http(port), http(own == null ? port : own), path);
    }

    private static @Nullable String port(ConfigurableApplicationContext context, String property) {
        return context.getEnvironment().getProperty(property);
    }

    private static Http http(String port) {
        return new Http(Integer.parseInt(port));
    }

    Rollcall rollcall() {
        return context.getBean(Rollcall.class);
    }
}
