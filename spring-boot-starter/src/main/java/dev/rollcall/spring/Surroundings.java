// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

/**
 * What the kind of web application decides.
 *
 * @param path what stands in front of the base path; empty when nothing does
 * @param connections how many tabs may be held where the settings do not say
 */
record Surroundings(String path, int connections) {

    /** A little less than 80 % of what Tomcat takes by default, so that the application itself can be reached. */
    private static final int ON_A_CONTAINER = 6_500;

    /** Tabs share the container's connections with the application, unless they have a port of their own. */
    static Surroundings servlet(String path, RollcallProperties properties) {
        return new Surroundings(path, properties.netty().port() == null ? ON_A_CONTAINER : Integer.MAX_VALUE);
    }

    /** Nothing but the process sets a limit. */
    static Surroundings reactive(String path) {
        return new Surroundings(path, Integer.MAX_VALUE);
    }
}
