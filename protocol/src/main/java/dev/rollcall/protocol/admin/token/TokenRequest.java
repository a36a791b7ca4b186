// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.match.Target;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new token. Immutable.
 *
 * @param name 1 to 64 letters, digits or {@code _ . -}
 * @param scopes at least one; {@link Scope#ADMIN} includes all others
 * @param limits which tabs its commands may reach
 * @param life how long it is valid
 */
public record TokenRequest(String name, Set<Scope> scopes, TokenLimits limits, Duration life) {

    /** How long a token is valid by default. */
    public static final Duration DEFAULT_LIFE = Duration.ofDays(90);

    /** How long a token is valid at most: five years. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(1_825);

    private static final Set<String> FIELDS = Set.of("name", "scopes", "routes", "percent", "days", "expires");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String SCOPES_EXPECTED = "(expected: a list of read, announce, reload and admin)";

    /** Copies the scopes. */
    public TokenRequest {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Reads {@code {"name","scopes","routes","percent","days","expires"}}.
     *
     * @param now the time, in milliseconds since the epoch
     * @throws IllegalArgumentException saying what does not fit
     */
    public static TokenRequest read(Map<String, @Nullable Object> fields, long now) {
        for (String name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("body: holds an unknown field (expected: any of "
                        + String.join(", ", new TreeSet<>(FIELDS)) + ")");
            }
        }
        if (!(fields.get("name") instanceof String name) || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: missing or does not fit (expected: 1 to 64 of A-Z a-z 0-9 _ . -)");
        }
        Set<Scope> scopes = scopes(fields.get("scopes"));
        TokenLimits limits = new TokenLimits(routes(fields.get("routes")), percent(fields.get("percent")));
        if (!limits.isNone() && scopes.contains(Scope.ADMIN)) {
            throw new IllegalArgumentException(
                    "scopes: admin with limits (expected: no admin, or no routes and percent: an admin could make a token without limits)");
        }
        return new TokenRequest(name, scopes, limits, life(fields, now));
    }

    private static Set<Scope> scopes(@Nullable Object value) {
        if (!(value instanceof List<?> words) || words.isEmpty()) {
            throw new IllegalArgumentException("scopes: missing or empty " + SCOPES_EXPECTED);
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Object word : words) {
            scopes.add(scope(word));
        }
        return scopes.contains(Scope.ADMIN) ? EnumSet.allOf(Scope.class) : scopes;
    }

    private static Scope scope(@Nullable Object word) {
        for (Scope scope : Scope.values()) {
            if (scope.wireName().equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("scopes: holds an unknown one " + SCOPES_EXPECTED);
    }

    private static List<String> routes(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> globs) || !globs.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException("routes: not a list of texts (expected: globs such as /shop/**)");
        }
        return globs.isEmpty()
                ? List.of()
                : new Target.Routes(globs.stream().map(String.class::cast).toList()).globs();
    }

    private static @Nullable Integer percent(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Integer percent) || percent < 1 || percent > 100) {
            throw new IllegalArgumentException("percent: does not fit (expected: 1 to 100)");
        }
        return percent;
    }

    private static Duration life(Map<String, @Nullable Object> fields, long now) {
        Object days = fields.get("days");
        Object expires = fields.get("expires");
        if (days != null && expires != null) {
            throw new IllegalArgumentException("expires: given with days (expected: one of them)");
        }
        if (days != null) {
            return checked(
                    days instanceof Integer number ? Duration.ofDays(number) : Duration.ZERO, "days", "1 to 1825");
        }
        if (expires == null) {
            return DEFAULT_LIFE;
        }
        Duration life = expires instanceof Long at ? Duration.ofMillis(at - now) : Duration.ZERO;
        return checked(life, "expires", "milliseconds since the epoch, at most five years from now");
    }

    private static Duration checked(Duration life, String name, String expected) {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException(name + ": does not fit (expected: " + expected + ")");
        }
        return life;
    }
}
