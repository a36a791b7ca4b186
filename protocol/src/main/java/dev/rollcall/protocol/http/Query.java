// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, decoded as HTML forms are (URL Standard, application/x-www-form-urlencoded), but
 * strict: a broken escape, bytes that are not UTF-8 and raw characters beyond ASCII make the whole query
 * {@linkplain #malformed malformed}. At most {@value #MAX_PARAMETERS} parameters and {@value #MAX_LENGTH} characters.
 * Immutable. Lookup is a plain scan: with so few there is nothing that hash collisions could slow down.
 */
public final class Query {

    /** The longest query that is read, in characters before decoding. */
    public static final int MAX_LENGTH = 8 * 1024;

    /** The largest number of parameters that are read. */
    public static final int MAX_PARAMETERS = 64;

    private static final Query EMPTY = new Query(List.of(), null);

    // Name, value, name, value.
    private final List<String> pairs;
    private final @Nullable String malformed;

    private Query(List<String> pairs, @Nullable String malformed) {
        this.pairs = pairs;
        this.malformed = malformed;
    }

    /** Reads a raw query, without the question mark. Never throws. */
    public static Query parse(String raw) {
        int length = raw.length();
        if (length == 0) {
            return EMPTY;
        }
        if (length > MAX_LENGTH) {
            return bad(length + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        List<String> pairs = new ArrayList<>();
        for (int from = 0; from < length; ) {
            int to = until(raw, '&', from, length);
            if (to > from && pairs.size() == 2 * MAX_PARAMETERS) {
                return bad("too many parameters (expected: at most " + MAX_PARAMETERS + ")");
            }
            if (to > from && !add(pairs, raw, from, to)) {
                return bad("not percent-encoded UTF-8 (expected: escapes such as %2F or %C3%A9)");
            }
            from = to + 1;
        }
        return new Query(pairs, null);
    }

    /**
     * The first value of a parameter.
     *
     * @param name the decoded name; case matters
     * @return null when it is absent or the query is malformed; empty when it came without a value
     */
    public @Nullable String first(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) {
                return pairs.get(i + 1);
            }
        }
        return null;
    }

    /** The decoded names of the parameters; empty when the query is malformed. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            names.add(pairs.get(i));
        }
        return names;
    }

    /**
     * Refuses unknown parameters: a filter with a misspelt name would find more than was asked for.
     *
     * @param known the names that are understood
     * @throws IllegalArgumentException when there is another name, listing the known ones
     */
    public void refuseUnknown(Set<String> known) {
        if (!known.containsAll(names())) {
            String expected = known.isEmpty() ? "none" : "any of " + String.join(", ", new TreeSet<>(known));
            throw new IllegalArgumentException("query: holds an unknown parameter (expected: " + expected + ")");
        }
    }

    /**
     * The first value of a parameter as a whole number.
     *
     * @param otherwise the value when the parameter is absent
     * @param most the largest value accepted; the smallest is 1
     * @throws IllegalArgumentException when it is not a whole number in that range, naming the parameter
     */
    public int whole(String name, int otherwise, int most) {
        String value = first(name);
        try {
            int number = value == null ? otherwise : Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new IllegalArgumentException(name + ": out of range (expected: 1 to " + most + ")");
    }

    /** Why the query cannot be read, fit for the body of a 400; null when it can. */
    public @Nullable String malformed() {
        return malformed;
    }

    private static boolean add(List<String> pairs, String raw, int from, int to) {
        int equals = until(raw, '=', from, to);
        String name = Percent.decode(raw, from, equals, true);
        String value = equals < to ? Percent.decode(raw, equals + 1, to, true) : "";
        if (name == null || value == null) {
            return false;
        }
        pairs.add(name);
        pairs.add(value);
        return true;
    }

    private static int until(String raw, char c, int from, int to) {
        int at = raw.indexOf(c, from);
        return at < 0 || at > to ? to : at;
    }

    private static Query bad(String what) {
        return new Query(List.of(), "query: " + what);
    }
}
