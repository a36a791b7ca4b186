// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The order of versions: which one is current, which ones are behind it and which ones are ahead. An order that knows only
 * the current version, such as a lambda, takes every other version to be behind. Thread-safe.
 */
@FunctionalInterface
public interface VersionOrder {

    /** Returns the current version. */
    String currentVersion();

    /** Returns where a version stands now. Costs O(1). */
    default Standing standing(String version) {
        return version.equals(currentVersion()) ? Standing.CURRENT : Standing.BEHIND;
    }

    /** Returns whether a version is behind the current one. Costs O(1). */
    default boolean isOutdated(String version) {
        return standing(version) == Standing.BEHIND;
    }

    /** Returns versions in order, oldest first, the current one before those that are ahead. */
    default List<String> sorted(Collection<String> versions) {
        return versions.stream()
                .collect(Collectors.groupingBy(this::standing, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }
}
