// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The kinds of entries, each with its bounds: a journal never grows beyond their sum, about 27 MB if all were full. */
public enum Kind {
    /** Versions that became current, by the id of the release. */
    RELEASES("releases", 100, 4_096, null),
    /** The place in the order of each version that was current, by its name. */
    RELEASED("released", 1_000, 1_024, null),
    /** The place in the order of each version that was only seen on a tab, by its name. Strangers can make them up. */
    SEEN("seen", 1_000, 1_024, null),
    /** Commands and what became of them, by their id. */
    AUDIT("audit", 1_000, 8_192, null),
    /** People who are signed in, by the SHA-256 of their token. */
    SESSIONS("sessions", 1_000, 1_024, Duration.ofDays(30)),
    /** Links that sign one person in once, by the SHA-256 of their token. */
    LINKS("links", 1_000, 1_024, Duration.ofHours(1)),
    /** How many connections there were, by the minute. */
    HISTORY("history", 24 * 60, 8_192, Duration.ofHours(25)),
    /** Receipts of commands that make tabs reload, by the id of the command. */
    ROLLOUTS("rollouts", 100, 16_384, null),
    /** Tokens that were handed out, by their SHA-256. */
    TOKENS("tokens", 1_000, 1_024, null);

    private final String word;
    private final int maxEntries;
    private final int maxBytes;
    private final @Nullable Duration life;

    Kind(String word, int maxEntries, int maxBytes, @Nullable Duration life) {
        this.word = word;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.life = life;
    }

    /** The name in files and in keys of other systems: lower-case letters, never changed. */
    public String word() {
        return word;
    }

    /** How many entries are kept; above this, the one that was first written longest ago is dropped. */
    public int maxEntries() {
        return maxEntries;
    }

    /** The largest value, in bytes. */
    public int maxBytes() {
        return maxBytes;
    }

    /** How long an entry is kept when its writer does not say; null for as long as there is room. */
    public @Nullable Duration life() {
        return life;
    }
}
