// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import org.jspecify.annotations.Nullable;

/**
 * Who gave a command, for the audit list.
 *
 * @param name the name of the secret, of the token, of the part of the application or of the person, never the secret itself
 * @param via how the command came
 * @param token the public id of the token; null when it came without one
 * @param address as much of the address it came from as may be kept; null where addresses are not tracked, or there is
 *     none
 */
public record Actor(
        String name,
        Via via,
        @Nullable String token,
        @Nullable String address) {

    /** Makes one without a token or an address. */
    public Actor(String name, Via via) {
        this(name, via, null, null);
    }

    /** The application that embeds Rollcall. */
    public static final Actor APPLICATION = new Actor("application", Via.APPLICATION);

    /** A wave's own rule that stopped it. */
    public static final Actor STOP_RULE = new Actor("stop rule", Via.APPLICATION);

    /** Returns the same with an address. */
    public Actor from(@Nullable String address) {
        return new Actor(name, via, token, address);
    }

    /** How a command came. */
    public enum Via {
        /** By a call in this process. */
        APPLICATION("application"),
        /** From a person whom the application that embeds Rollcall has let in, by Spring Boot's Actuator. */
        ACTUATOR("actuator"),
        /** With a secret in the request itself, as CI sends it. */
        SECRET("secret"),
        /** With a token that was handed out while the server ran. */
        TOKEN("token"),
        /** From a person signed in to the dashboard. */
        SESSION("session"),
        /** From a person signed in to the application that hosts Rollcall. */
        IDENTITY("identity");

        private final String wireName;

        Via(String wireName) {
            this.wireName = wireName;
        }

        /** The name used in JSON and in logs. */
        public String wireName() {
            return wireName;
        }
    }
}
