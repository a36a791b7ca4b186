// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.options.ProtocolOptions;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which requests of an application are for Rollcall, by their raw path.
 *
 * @param below what such a path begins with, a slash at its end
 * @param exact paths besides
 */
public record OurPaths(String below, Set<String> exact) implements Predicate<String> {

    /** As the contract has it. */
    public static OurPaths of(ProtocolOptions options) {
        return new OurPaths(
                options.basePath() + "/",
                options.adminAliases() ? Set.of("/api/admin/stats", "/api/admin/invalidate-route") : Set.of());
    }

    @Override
    public boolean test(String path) {
        return path.startsWith(below) || exact.contains(path);
    }
}
