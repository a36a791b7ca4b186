// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The paths that belong to the contract: everything below the base path, and the aliases of two admin endpoints. As a
 * predicate it tells whether a raw path, without query, is one of them. Immutable.
 *
 * @param basePath what precedes every endpoint, without a slash at its end
 * @param aliases further complete paths; empty when there are none
 */
public record ContractPaths(String basePath, Set<String> aliases) implements Predicate<String> {

    /** What an alias has instead of the base path. */
    private static final String ALIAS_BASE = "/api";

    private static final Set<String> ALIASED = Set.of("/admin/stats", "/admin/invalidate-route");

    /** Copies the aliases. */
    public ContractPaths {
        aliases = Set.copyOf(aliases);
    }

    /** @param root what precedes the aliases, as it does the base path */
    static ContractPaths of(String basePath, boolean withAliases, String root) {
        return new ContractPaths(
                basePath,
                withAliases
                        ? ALIASED.stream().map(path -> root + ALIAS_BASE + path).collect(Collectors.toSet())
                        : Set.of());
    }

    @Override
    public boolean test(String path) {
        return relative(path) != null;
    }

    /** Returns the path below the base path, with its slash; null when it is not one of the contract's. */
    public @Nullable String relative(String path) {
        int base = basePath.length();
        if (path.length() > base && path.charAt(base) == '/' && path.startsWith(basePath)) {
            return path.substring(base);
        }
        return aliases.contains(path) ? path.substring(path.lastIndexOf("/admin/")) : null;
    }
}
