// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

/**
 * An option of a command. Immutable.
 *
 * @param name the name as typed, with two dashes
 * @param label stands for its value in the help; empty if it takes none
 * @param repeated whether it may be given more than once
 * @param description its meaning and its default
 */
public record Option(String name, String label, boolean repeated, String description) {

    /** Returns an option that takes no value. */
    public static Option flag(String name, String description) {
        return new Option(name, "", false, description);
    }

    /** Returns an option that takes a value. */
    public static Option value(String name, String label, String description) {
        return new Option(name, label, false, description);
    }

    /** Returns an option that takes a value each time it is given. */
    public static Option values(String name, String label, String description) {
        return new Option(name, label, true, description + " May be repeated.");
    }
}
