// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

/** Where a version stands in the order of releases, oldest first. */
public enum Standing {
    /**
     * Outdated: it was current before, or was first seen before the current version was announced. A version that the order
     * does not know is behind as well, because all that is known is that it is not the current one.
     */
    BEHIND,
    /** It is the current version. */
    CURRENT,
    /** Not outdated: it was first seen after the current version was announced, and has not been announced itself. */
    AHEAD
}
