// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which people of the application that hosts Rollcall may use the dashboard and its endpoints, by the roles they have there,
 * and where they sign in and out. A host says who a request comes from ({@link Identity}); without this record that
 * admits nobody. Immutable, thread-safe.
 *
 * @param roles the role that gives each scope. Each of them also gives {@link Scope#READ}, and the role of {@link
 *     Scope#ADMIN} gives everything
 * @param signInUrl where people sign in to the application: a path, or an address with http or https; null when pages
 *     need not link there
 * @param signOutUrl where they sign out of it; null when pages need not link there
 */
public record ApplicationSignIn(
        Map<Scope, String> roles,
        @Nullable String signInUrl,
        @Nullable String signOutUrl) {

    private static final int MOST_NAME = 128;

    /**
     * Copies the roles.
     *
     * @throws IllegalArgumentException when there are none, or when an address is one that a page may not link to
     */
    public ApplicationSignIn {
        roles = Map.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("roles: none (expected: a role for at least one scope)");
        }
        requireAddress("signInUrl", signInUrl);
        requireAddress("signOutUrl", signOutUrl);
    }

    /** Returns the names of the roles that a host is asked about. */
    public Set<String> roleNames() {
        return Set.copyOf(roles.values());
    }

    /**
     * Returns what the person behind a request may do, under the name that the audit list gives them.
     *
     * @param identity null for nobody
     * @return null when they may do nothing
     */
    public @Nullable Grant grant(@Nullable Identity identity) {
        Identity.Person person = identity == null ? null : identity.person();
        if (person == null) {
            return null;
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        roles.forEach((scope, role) -> {
            if (person.roles().contains(role)) {
                scopes.addAll(scope == Scope.ADMIN ? EnumSet.allOf(Scope.class) : EnumSet.of(Scope.READ, scope));
            }
        });
        return scopes.isEmpty() ? null : new Grant(shownName(person.name()), scopes);
    }

    /** Returns a name as lists and logs can show it: at most 128 characters, with question marks for those that cannot be seen. */
    public static String shownName(String name) {
        String shown = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?").strip();
        int end = shown.offsetByCodePoints(0, Math.min(shown.codePointCount(0, shown.length()), MOST_NAME));
        return shown.isEmpty() ? "?" : shown.substring(0, end);
    }

    /**
     * Returns whether a page may link to an address: a path of the same host, or an address with http or https.
     *
     * @param address as it is in the settings
     */
    public static boolean isAddress(String address) {
        try {
            URI uri = new URI(address);
            boolean isPath = uri.getScheme() == null && uri.getRawAuthority() == null && address.startsWith("/");
            return isPath ? !address.startsWith("//") : isWeb(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static void requireAddress(String name, @Nullable String address) {
        if (address != null && !isAddress(address)) {
            throw new IllegalArgumentException(
                    name + ": " + address + " (expected: a path such as /login, or an address with http or https)");
        }
    }
}
