// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The news of the current version, which differs between the tabs that are outdated and those that are not. Each form is
 * made once, and encoded once for all the tabs that receive it. Immutable.
 */
public final class VersionNews {

    private final Message current;
    private final Message currentForced;
    private final Message outdated;
    private final Message outdatedForced;

    /**
     * Makes the forms.
     *
     * @param version the current version
     * @param rollback whether that version was current before, and has become current again
     * @param timestamp when, in milliseconds since the epoch; two such messages must differ, because a 1.x client drops
     *     one that equals the previous one
     * @param command identifies the command, so that a tab follows it once
     */
    public VersionNews(String version, boolean rollback, long timestamp, String command) {
        this(version, rollback, timestamp, command, 0);
    }

    /**
     * Makes the forms.
     *
     * @param deadline until when a forced reload may be put off, in milliseconds since the epoch; 0 for as long as the page
     *     likes
     */
    public VersionNews(String version, boolean rollback, long timestamp, String command, long deadline) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version);
        fields.put("timestamp", timestamp);
        fields.put("command", command);
        if (rollback) {
            fields.put("rollback", true);
        }
        current = message(fields, false);
        outdated = message(fields, true);
        fields.put("force", true);
        if (deadline > 0) {
            fields.put("deadline", deadline);
        }
        currentForced = message(fields, false);
        outdatedForced = message(fields, true);
    }

    /**
     * Returns what a tab receives.
     *
     * @param isOutdated whether the tab is on a version behind the current one
     * @param force whether the tab is to reload now, whatever its version
     */
    public Message of(boolean isOutdated, boolean force) {
        if (isOutdated) {
            return force ? outdatedForced : outdated;
        }
        return force ? currentForced : current;
    }

    private static Message message(Map<String, Object> shared, boolean isOutdated) {
        Map<String, Object> fields = new LinkedHashMap<>(shared);
        fields.put("outdated", isOutdated);
        return Message.of("version", fields);
    }
}
