// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resolves what stands between the slashes of a path. */
final class PathSegments {

    private PathSegments() {}

    /**
     * Returns a path without dot segments and doubled slashes (RFC 3986, section 5.2.4); a slash at the end stays.
     *
     * @param path begins with a slash
     */
    static String resolve(String path) {
        Deque<String> kept = new ArrayDeque<>();
        boolean slashAtEnd = true;
        for (String segment : path.split("/", -1)) {
            slashAtEnd = segment.isEmpty() || segment.equals(".") || segment.equals("..");
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!slashAtEnd) {
                kept.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", kept);
        return slashAtEnd && !kept.isEmpty() ? joined + "/" : joined;
    }
}
