// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.match.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tabs the commands of a token may reach. Immutable.
 *
 * @param routes globs: only tabs on a route that matches one of them; none means all routes
 * @param percent only this share of the tabs, in percent, 1 to 100; null for all
 */
public record TokenLimits(List<String> routes, @Nullable Integer percent) {

    /** Allows all tabs. */
    public static final TokenLimits NONE = new TokenLimits(List.of(), null);

    /** Copies the list. */
    public TokenLimits {
        routes = List.copyOf(routes);
    }

    /** Returns whether they allow all tabs. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns the tabs that they allow. */
    public Target target() {
        Target target = routes.isEmpty() ? Target.all() : Target.routes(routes);
        return percent == null ? target : target.and(Target.percent(percent));
    }
}
