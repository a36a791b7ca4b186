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
 * What must stand in a JWT's claims or in a session's data for its owner to see stats: a path and, if given, the values
 * that count. Immutable.
 *
 * <p>The path's parts are separated by dots and lead through objects; a key that has dots itself, such as
 * {@code https://example.org/role}, is found as well. A value matches when it is that text, number or boolean, or a list
 * that holds it. The claims {@code scope} and {@code scp} are also read as a list separated by spaces (RFC 8693, section
 * 4.2). Upper and lower case differ. Without values it is enough that something is there that says yes: not
 * {@code false}, {@code 0}, null, nor an empty text, list or object.
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
     * From text: {@code role=admin}, {@code user.email=ann@example.org|bob@example.org} (either), or {@code user.isAdmin}
     * (must say yes).
     *
     * @throws IllegalArgumentException when there is no path, or a value is empty
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
     * From its parts.
     *
     * @param path where to look
     * @param values the values that count, any of them; empty means that something must be there that says yes
     * @throws IllegalArgumentException when the path or a value is empty
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
     * Tells whether claims hold what is required.
     *
     * @param claims a JSON object, as maps, lists, texts, numbers and booleans
     */
    public boolean matches(Map<?, ?> claims) {
        return matches(claims, path);
    }

    private boolean matches(Map<?, ?> claims, String rest) {
        Object whole = claims.get(rest);
        if (whole != null) {
            return fits(whole);
        }
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
            if (claims.get(rest.substring(0, dot)) instanceof Map<?, ?> inner
                    && matches(inner, rest.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(Object found) {
        if (values.isEmpty()) {
            return saysYes(found);
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

    private static boolean saysYes(Object found) {
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

    /** As it is written in the settings. */
    @Override
    public String toString() {
        return values.isEmpty()
                ? path
                : path + "=" + String.join("|", values.stream().sorted().toList());
    }
}
