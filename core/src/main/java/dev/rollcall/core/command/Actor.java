// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

/**
 * Who gave a command, for the audit list.
 *
 * @param name the name of the secret or the part of the application, never the secret itself
 * @param via how the command came
 */
public record Actor(String name, Via via) {

    /** The application that embeds Rollcall. */
    public static final Actor APPLICATION = new Actor("application", Via.APPLICATION);

    /** The rule of a wave that was to stop it. */
    public static final Actor STOP_RULE = new Actor("stop rule", Via.APPLICATION);

    /** How a command came. */
    public enum Via {
        /** By a call in this process. */
        APPLICATION("application"),
        /** With a secret in the request itself, as CI sends it. */
        SECRET("secret"),
        /** From a person signed in to the dashboard. */
        SESSION("session");

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
