// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;

/**
 * A version that was announced, or that was in force from the start.
 *
 * @param id names this announcement; the same announcement is never acted on twice by one tab
 * @param version the build id, 1 to 128 printable characters
 * @param force whether tabs on other versions were told to reload, not only that there is a new version
 * @param at when, in milliseconds since the epoch
 * @param by who announced it
 * @param told how many tabs were told
 */
public record Release(String id, String version, boolean force, long at, Actor by, int told) {

    private static final int MAX_VERSION_LENGTH = 128;

    /** Checks the version. */
    public Release {
        checked("version", version);
    }

    /**
     * The version as it is, if it can be one.
     *
     * @param name what the caller calls it
     * @throws IllegalArgumentException when it is blank, longer than 128 characters, or not printable
     */
    public static String checked(String name, String version) {
        if (version.isBlank()
                || version.length() > MAX_VERSION_LENGTH
                || version.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + ": \"" + version + "\" (expected: 1 to 128 printable characters)");
        }
        return version;
    }

    Release withTold(int tabs) {
        return new Release(id, version, force, at, by, tabs);
    }

    Message message() {
        return Messages.version(version, force, at, id);
    }
}
