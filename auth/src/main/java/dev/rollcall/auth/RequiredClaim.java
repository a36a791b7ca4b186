// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the claims of a JWT or on the data of a session: a path and the values that are accepted there. Immutable.
 *
 * <p>Dots separate the keys of the path and lead into nested objects. A key that contains dots itself, such as
 * {@code https://example.org/role}, is found as well. The condition holds if the text, number or boolean at the path is one
 * of the accepted values, or if the list at the path contains one. Matching is exact and case-sensitive. The claims
 * {@code scope} and {@code scp} may also be texts that list values separated by spaces (RFC 8693, section 4.2).
 *
 * <p>Without accepted values, the condition holds if there is anything at the path except {@code false}, {@code 0}, null,
 * or an empty text, list or object.
 */
public final class RequiredClaim {

    private static final Set<String> SPACE_SEPARATED = Set.of("scope", "scp");

    private final String path;
    private final Set<String> values;

    private RequiredClaim(String path, Collection<String> values) {
        this.path = path;
        this.values = Set.copyOf(values);
    }

    /**
     * Reads a condition from text: {@code role=admin}, {@code user.email=ann@example.org|bob@example.org} for either value,
     * or {@code user.isAdmin} without values. Spaces around the path and around values are ignored.
     *
     * @param text {@code path}, {@code path=value} or {@code path=value|value}
     * @throws IllegalArgumentException if the path or a value is empty
     */
    public static RequiredClaim parse(String text) {
        int equals = requireNonNull(text, "text").indexOf('=');
        if (equals < 0) {
            return of(text.strip(), Set.of());
        }
        String[] values = text.substring(equals + 1).split("\\|", -1);
        return of(
                text.substring(0, equals).strip(),
                new LinkedHashSet<>(Arrays.stream(values).map(String::strip).toList()));
    }

    /**
     * Makes a condition from its parts.
     *
     * @param path the keys, separated by dots
     * @param values the accepted values, as text; if empty, anything is accepted that the class comment does not exclude
     * @throws IllegalArgumentException if the path or a value is empty
     */
    public static RequiredClaim of(String path, Set<String> values) {
        if (path.isEmpty() || values.contains("")) {
            String given = values.isEmpty() ? path : path + "=" + String.join("|", values);
            throw new IllegalArgumentException("claim: " + given
                    + " (expected: path=value, path=value|value, or path alone; for example user.role=admin)");
        }
        return new RequiredClaim(path, values);
    }

    /**
     * Returns whether the condition holds.
     *
     * @param claims a JSON object as nested maps and lists of strings, numbers and booleans
     */
    public boolean matches(Map<?, ?> claims) {
        return matches(claims, path);
    }

    private boolean matches(Map<?, ?> claims, String rest) {
        Object whole = claims.get(rest);
        if (whole != null) {
            return accepts(whole);
        }
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
            if (claims.get(rest.substring(0, dot)) instanceof Map<?, ?> inner
                    && matches(inner, rest.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean accepts(Object found) {
        if (values.isEmpty()) {
            return isTruthy(found);
        }
        if (found instanceof Collection<?> list) {
            return list.stream().anyMatch(this::isWanted);
        }
        return isWanted(found) || (SPACE_SEPARATED.contains(path) && holdsWord(found));
    }

    private boolean holdsWord(Object found) {
        return found instanceof String text && Arrays.stream(text.split(" ")).anyMatch(values::contains);
    }

    private boolean isWanted(@Nullable Object found) {
        boolean plain = found instanceof String || found instanceof Boolean || found instanceof Number;
        return plain && values.contains(String.valueOf(found));
    }

    private static boolean isTruthy(Object found) {
        if (found instanceof Boolean yes) {
            return yes;
        }
        if (found instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (found instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return found instanceof Collection<?> list
                ? !list.isEmpty()
                : !found.toString().isEmpty();
    }

    /** Returns the text form that {@link #parse} reads, with the values sorted. */
    @Override
    public String toString() {
        return values.isEmpty()
                ? path
                : path + "=" + String.join("|", values.stream().sorted().toList());
    }
}
