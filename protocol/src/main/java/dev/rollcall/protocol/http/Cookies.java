// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Cookie} headers (RFC 6265, section 4.2) tolerantly, as browsers are careless: blanks around names and
 * values and quotes around values are removed, parts without a name or an equals sign are skipped, and of several
 * cookies with one name the first counts. Anything beyond {@value #MAX_LENGTH} characters or {@value #MAX_COOKIES}
 * parts is not read. Values are as sent; see {@link #percentDecoded}. Pure functions that never throw.
 */
public final class Cookies {

    /** How many characters of all headers together are read; a cookie cut off there is not read either. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** How many cookies are read. */
    public static final int MAX_COOKIES = 200;

    /** The cookie of a person who is signed in to the dashboard. */
    public static final String SESSION = "rollcall_session";

    /**
     * In a request for stats that another node has admitted: a header with the SHA-256 of the tokens that came there in the
     * {@link #SESSION} cookie or as a {@link BearerToken}, so that their end is noticed.
     */
    public static final String SESSION_DIGEST = "rollcall-session-digest";

    /** How many cookies with one name are looked at. */
    private static final int MAX_OF_ONE_NAME = 8;

    private Cookies() {}

    /** All cookies by name, in the order they came. */
    public static Map<String, String> parse(List<String> headers) {
        Map<String, String> cookies = new LinkedHashMap<>();
        scan(headers, (header, from, equals, to) -> {
            cookies.putIfAbsent(trimmed(header, from, equals), value(header, equals + 1, to));
            return true;
        });
        return cookies;
    }

    /** The value of the first cookie of a name, without making a map; null when there is none. */
    public static @Nullable String first(List<String> headers, String name) {
        Finder finder = new Finder(name);
        scan(headers, finder);
        return finder.found;
    }

    /**
     * The values of all cookies with a name, at most 8. A browser sends several when they were set for several paths or
     * domains, in an order that does not tell which is the server's own (RFC 6265, section 4.2.2).
     */
    public static List<String> all(List<String> headers, String name) {
        List<String> found = new ArrayList<>(1);
        scan(headers, (header, from, equals, to) -> {
            if (isNamed(header, from, equals, name)) {
                found.add(value(header, equals + 1, to));
            }
            return found.size() < MAX_OF_ONE_NAME;
        });
        return found;
    }

    /** The headers without the cookies of a name; the same list when there is none. What cannot be read is left out. */
    public static List<String> without(List<String> headers, String name) {
        if (!anyContains(headers, name)) {
            return headers;
        }
        StringJoiner kept = new StringJoiner("; ");
        scan(headers, (header, from, equals, to) -> {
            if (!isNamed(header, from, equals, name)) {
                kept.add(header.substring(from, to).trim());
            }
            return true;
        });
        return kept.length() == 0 ? List.of() : List.of(kept.toString());
    }

    private static boolean anyContains(List<String> headers, String name) {
        for (String header : headers) {
            if (header.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Decodes a value as JavaScript's {@code decodeURIComponent} does; a plus sign stays a plus sign.
     *
     * @return null when an escape is broken, the bytes are not UTF-8, or raw characters beyond ASCII appear beside
     *     escapes
     */
    public static @Nullable String percentDecoded(String value) {
        return value.indexOf('%') < 0 ? value : Percent.decode(value, 0, value.length(), false);
    }

    private static void scan(List<String> headers, Visitor visitor) {
        int readable = MAX_LENGTH;
        int parts = 0;
        for (String header : headers) {
            for (int from = 0; from < header.length() && parts < MAX_COOKIES; parts++) {
                int semicolon = header.indexOf(';', from);
                int to = semicolon < 0 ? header.length() : semicolon;
                if (to > readable || !visit(visitor, header, from, to)) {
                    return;
                }
                from = to + 1;
            }
            readable -= header.length();
        }
    }

    private static boolean visit(Visitor visitor, String header, int from, int to) {
        int equals = header.indexOf('=', from);
        int start = skipBlanks(header, from, to);
        return equals <= start || equals >= to || visitor.cookie(header, start, equals, to);
    }

    private static int skipBlanks(String text, int from, int to) {
        int i = from;
        while (i < to && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int dropBlanks(String text, int from, int to) {
        int i = to;
        while (i > from && isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static String trimmed(String text, int from, int to) {
        int start = skipBlanks(text, from, to);
        return text.substring(start, dropBlanks(text, start, to));
    }

    private static String value(String header, int from, int to) {
        String value = trimmed(header, from, to);
        int last = value.length() - 1;
        return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"' ? value.substring(1, last) : value;
    }

    private static boolean isNamed(String header, int from, int equals, String name) {
        return dropBlanks(header, from, equals) - from == name.length() && header.startsWith(name, from);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Is given each cookie: where its name begins, where its equals sign is and where it ends. Says whether to go on.
     */
    private interface Visitor {
        boolean cookie(String header, int from, int equals, int to);
    }

    /** Stops at a name. */
    private static final class Finder implements Visitor {
        private final String name;
        private @Nullable String found;

        Finder(String name) {
            this.name = name;
        }

        @Override
        public boolean cookie(String header, int from, int equals, int to) {
            if (!isNamed(header, from, equals, name)) {
                return true;
            }
            found = value(header, equals + 1, to);
            return false;
        }
    }
}
