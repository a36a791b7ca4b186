// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.spring.RollcallProperties;

/**
 * What depends on the kind of web application.
 *
 * @param path what precedes the base path of the settings: the context path; empty when there is none
 * @param connections how many tabs may be held unless the settings say otherwise
 */
public record WebEnvironment(String path, int connections) {

    /** A little less than 80 % of what Tomcat takes by default, so that the application itself stays reachable. */
    private static final int IN_A_CONTAINER = 6_500;

    /** Returns the environment of a servlet application. Tabs share the container's connections with it, unless they have a port of their own. */
    public static WebEnvironment servlet(String path, RollcallProperties properties) {
        return new WebEnvironment(path, properties.netty().port() == null ? IN_A_CONTAINER : Integer.MAX_VALUE);
    }

    /** Returns the environment of a WebFlux application, in which only the process sets a limit. */
    public static WebEnvironment reactive(String path) {
        return new WebEnvironment(path, Integer.MAX_VALUE);
    }
}
