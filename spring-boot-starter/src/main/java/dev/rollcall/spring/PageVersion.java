// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.spring.ClientVersion.Source;
import dev.rollcall.spring.ClientVersion.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the build that a page runs from what a stranger sends, within fixed bounds. A header or parameter that comes several times
 * counts only when all its values are the same. Thread-safe.
 *
 * @param rollcall knows the order of versions
 * @param cookie the name of the version cookie
 */
record PageVersion(Rollcall rollcall, String cookie) {

    /** The longest version, percent-encoded: a character takes at most nine. */
    private static final int MOST_ENCODED = 9 * Version.MAX_LENGTH;

    /** How many values with one name are looked at. */
    private static final int MOST_VALUES = 8;

    /** The longest query that is looked at, in characters. */
    private static final int MOST_QUERY = 16 * 1024;

    /**
     * Reads the version of a page.
     *
     * @param headers the values of {@link ClientVersion#HEADER}
     * @param query the raw query, without the question mark; null when there is none
     * @param cookies the values of {@code Cookie}
     */
    ClientVersion read(List<String> headers, @Nullable String query, List<String> cookies) {
        String byHeader = only(listed(headers));
        if (byHeader != null) {
            return certain(byHeader, Source.HEADER);
        }
        String byQuery = query == null ? null : only(parameters(query));
        if (byQuery != null) {
            return certain(byQuery, Source.QUERY);
        }
        String byCookie = valid(Cookies.first(cookies, cookie));
        return new ClientVersion(byCookie, byCookie == null ? Source.NONE : Source.COOKIE, State.UNKNOWN);
    }

    private ClientVersion certain(String version, Source source) {
        return new ClientVersion(version, source, rollcall.isOutdated(version) ? State.OUTDATED : State.UP_TO_DATE);
    }

    /** Splits at commas, because a proxy may have joined several headers; a comma that is part of a version is encoded. */
    private static List<String> listed(List<String> headers) {
        List<String> values = new ArrayList<>(1);
        for (String header : headers) {
            for (String part : header.split(",", MOST_VALUES + 1)) {
                values.add(part.strip());
            }
        }
        return values;
    }

    /** Looks only for the parameter: the rest of the query is the application's, and need not be well-formed. */
    private static List<String> parameters(String query) {
        List<String> values = new ArrayList<>(1);
        String start = ClientVersion.PARAMETER + "=";
        if (query.length() <= MOST_QUERY && query.contains(start)) {
            for (String part : query.split("&", -1)) {
                if (part.startsWith(start)) {
                    // A form writes a space as a plus sign.
                    values.add(part.substring(start.length()).replace('+', ' '));
                }
            }
        }
        return values;
    }

    private static @Nullable String only(List<String> values) {
        boolean clear = !values.isEmpty()
                && values.size() <= MOST_VALUES
                && values.stream().allMatch(values.get(0)::equals);
        return clear && isEncoded(values.get(0)) ? valid(values.get(0)) : null;
    }

    /** Other characters must be percent-encoded: nobody knows which encoding their bytes were sent in. */
    private static boolean isEncoded(String value) {
        return value.chars().allMatch(c -> c < 0x80);
    }

    private static @Nullable String valid(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty() || encoded.length() > MOST_ENCODED) {
            return null;
        }
        String decoded = Cookies.percentDecoded(encoded);
        return decoded != null && Version.of(decoded) instanceof Checked.Fit fit ? fit.value() : null;
    }
}
