// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.Map;
import java.util.TreeMap;

/** Reads counts as a map. */
final class Names {

    private Names() {}

    static Map<String, Integer> of(NameCounts counts) {
        Map<String, Integer> all = new TreeMap<>();
        counts.forEach((name, count) -> all.merge(name, count, Integer::sum));
        return all;
    }
}
