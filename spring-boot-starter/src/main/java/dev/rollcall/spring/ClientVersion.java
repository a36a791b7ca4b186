// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import org.jspecify.annotations.Nullable;

/**
 * Which build the page that sent a request runs, how the request said so, and whether that page is outdated. It is what
 * the page says about itself: good for serving old pages well, not for keeping anybody out. Immutable.
 *
 * @param version the build, 1 to 128 printable characters; null when the request names no valid one
 * @param source where the version was found
 * @param state whether the page is outdated; {@link State#UNKNOWN} unless the request itself named the version
 */
public record ClientVersion(@Nullable String version, Source source, State state) {

    /** The request header that names the version, percent-encoded as {@code encodeURIComponent} does it. */
    public static final String HEADER = "X-Rollcall-Version";

    /** The query parameter that names the version when a request cannot have a header. */
    public static final String PARAMETER = "rollcall-version";

    /** Where the version was found: the first of these places that has a valid one. */
    public enum Source {
        /** In the header {@value ClientVersion#HEADER}: the page that sent this request runs it. */
        HEADER,
        /** In the query parameter {@value ClientVersion#PARAMETER}: the page that wrote this address runs it. */
        QUERY,
        /** In the version cookie, which all tabs of a browser share: some page of this browser ran that version last. */
        COOKIE,
        /** Nowhere. */
        NONE
    }

    /** Whether a page is outdated. */
    public enum State {
        /** It runs the current version, or one that is ahead of it. */
        UP_TO_DATE,
        /** It runs a version that is behind the current one. */
        OUTDATED,
        /** The request does not say which page sent it: it names no version, or only the cookie does. */
        UNKNOWN
    }

    /** Returns whether the request itself named the version, so that {@link #state} is not {@link State#UNKNOWN}. */
    public boolean isCertain() {
        return state != State.UNKNOWN;
    }

    /** Returns whether the page is outdated for certain. */
    public boolean isOutdated() {
        return state == State.OUTDATED;
    }
}
