// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with what is to be published. Not thread-safe. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    /** Notes a problem unless something holds. */
    void expect(boolean holds, String where, String problem) {
        if (!holds) {
            found.add(where + ": " + problem);
        }
    }

    /** Returns the problems noted so far, in order. */
    List<String> found() {
        return List.copyOf(found);
    }
}
