// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.text.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be known about releases to go on after a restart. Immutable.
 *
 * @param releases newest first, the current one before all others; empty when nothing is known
 * @param names the versions in their order, oldest first, each once; the last released one is the current one
 */
public record ReleaseMemory(List<Release> releases, List<Name> names) {

    /** The largest number of names that were released, and of names that were only seen: the most recent of each. */
    public static final int MAX_NAMES = 1_000;

    /** Nothing is known. */
    public static final ReleaseMemory NOTHING = new ReleaseMemory(List.of(), List.of());

    /**
     * A version with a place in the order.
     *
     * @param version 1 to 128 printable characters
     * @param released whether it is or was current; otherwise a tab was on it
     */
    public record Name(String version, boolean released) {

        /** Checks the version. */
        public Name {
            Version.require(version);
        }
    }

    /**
     * Copies the lists, and checks that they fit together.
     *
     * @throws IllegalArgumentException when they do not
     */
    public ReleaseMemory {
        releases = List.copyOf(releases);
        names = List.copyOf(names);
        releases.forEach(release -> Version.require(release.version()));
        Set<String> versions = new HashSet<>();
        String current = "";
        for (Name name : names) {
            if (!versions.add(name.version())) {
                throw new IllegalArgumentException("names: " + name.version() + " twice (expected: each once)");
            }
            current = name.released() ? name.version() : current;
        }
        if (!current.equals(releases.isEmpty() ? "" : releases.get(0).version())) {
            throw new IllegalArgumentException(
                    "names: end with the release of another version than the newest release");
        }
    }
}
