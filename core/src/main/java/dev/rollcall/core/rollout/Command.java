// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

/**
 * Something that tabs were told, as the audit list keeps it.
 *
 * @param id names it; a tab acts on it once
 * @param action what it was
 * @param at when, in milliseconds since the epoch
 * @param by who gave it
 * @param target which tabs it was for, in words
 * @param detail the version or the type of the message; empty when there is nothing to say
 * @param matched how many tabs were told
 */
public record Command(String id, Action action, long at, Actor by, String target, String detail, int matched) {

    /** What tabs can be told. */
    public enum Action {
        /** A version is in force now; tabs on others are told. */
        RELEASE("release"),
        /** The same again, to some. */
        ANNOUNCE("announce"),
        /** Reload now, whatever the version. */
        RELOAD("reload"),
        /** A message of the application. */
        MESSAGE("message");

        private final String wireName;

        Action(String wireName) {
            this.wireName = wireName;
        }

        /** The name used in JSON and in logs. */
        public String wireName() {
            return wireName;
        }
    }
}
