// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.funnel;

import org.jspecify.annotations.Nullable;

/** Where a tab stands in a command that is to reload it. A tab is in one place at a time. */
public enum Place {
    /** Its moment has not come: nothing was sent. */
    WAITING("waiting", true),
    /** It was sent the command, and has not begun. */
    DELIVERED("delivered", true),
    /** Its page needs time, to save work, say. */
    DEFERRED("deferred", true),
    /** It is on its way: less than a minute ago it said that it reloads, or its connection ended. */
    RELOADING("reloading", true),
    /** It has come back with a page that was loaded since. */
    RETURNED("returned", false),
    /**
     * It has come back and still runs a version that is behind: a cache or a service worker has delivered the old page.
     */
    UNCHANGED("unchanged", false),
    /** It did not come back within a minute. */
    GONE("gone", false),
    /** It was let off: the wave was aborted, or the target no longer meant it when its moment came. */
    ABORTED("aborted", false),
    /** It was sent the command, and its client, a 1.x one, does not say what it does. */
    UNCONFIRMED("unconfirmed", false);

    private final String wireName;
    private final boolean open;

    Place(String wireName, boolean open) {
        this.wireName = wireName;
        this.open = open;
    }

    /** Returns the name used in JSON. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether the tab is expected to go on from here. */
    public boolean isOpen() {
        return open;
    }

    /** Returns the place with this name; null when there is none, as when a later Rollcall sends it. */
    public static @Nullable Place named(String wireName) {
        for (Place place : values()) {
            if (place.wireName.equals(wireName)) {
                return place;
            }
        }
        return null;
    }
}
