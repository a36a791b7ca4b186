// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that has happened in a rollout. Immutable.
 *
 * @param id identifies it, for receivers that may hear of it twice
 * @param type what has happened
 * @param at when it was noticed, in milliseconds since the epoch
 * @param version the version that it is about
 * @param command the command that it is about; null when it is about none
 * @param tabs how many tabs are on which version; null when that is not part of it
 * @param why a reason, for people; null when there is none
 */
public record RolloutEvent(
        String id,
        Type type,
        long at,
        String version,
        @Nullable String command,
        @Nullable Tabs tabs,
        @Nullable String why) {

    /**
     * How many tabs are on which version.
     *
     * @param total all tabs
     * @param current those on the current version
     * @param behind those on a version behind it
     */
    public record Tabs(int total, int current, int behind) {

        /** Returns the share of tabs on the current version, in percent, 0 to 100; 0 when nobody is connected. */
        public double percentCurrent() {
            return total == 0 ? 0 : 100.0 * current / total;
        }
    }

    /** What can happen. */
    public enum Type {
        /** A version has become current. */
        ANNOUNCED("announced"),
        /** The whole fleet serves one build. */
        SETTLED("settled"),
        /** The fleet has gone back to a build that was current before. */
        ROLLED_BACK("rolled-back"),
        /** The fleet has served two builds for longer than a deployment takes. */
        SPLIT("split"),
        /** Half of the tabs are on the current version. */
        HALF("half"),
        /** Nearly all tabs are on the current version. */
        DONE("done"),
        /** No tab is on a version behind the current one. */
        MIGRATED("migrated"),
        /** A command that was under way has stopped by itself. */
        STOPPED("stopped");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON and in logs. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Returns the event for a command that has stopped by itself.
     *
     * @param at when, in milliseconds since the epoch
     * @param version the version that its tabs were to move to
     * @param command its id
     * @param why what has stopped it, for people
     */
    public static RolloutEvent stopped(long at, String version, String command, String why) {
        return new RolloutEvent(Type.STOPPED.wireName() + "-" + command, Type.STOPPED, at, version, command, null, why);
    }
}
