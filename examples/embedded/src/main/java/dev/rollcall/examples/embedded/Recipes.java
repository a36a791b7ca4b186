// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.Stats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The recipes that ask a question or give a command. May be called from any thread. */
final class Recipes {

    private Recipes() {}

    /** Recipe "top pages": returns the busiest routes with their number of tabs, busiest first. */
    static List<Map.Entry<String, Integer>> topPages(Rollcall rollcall, int most) {
        return rollcall.stats().routes().entrySet().stream().limit(most).toList();
    }

    /** Recipe "rollout percentage": describes how far the rollout is. */
    static String rollout(Rollcall rollcall) {
        Stats stats = rollcall.stats();
        return String.format(
                Locale.ROOT,
                "%d current, %d outdated, %.0f%% up to date",
                stats.onCurrent(),
                stats.outdated(),
                100 - stats.percentOutdated());
    }

    /** Recipe "invalidate a page": reloads tabs whose route begins with the prefix. Returns the number of those tabs. */
    static int reload(Rollcall rollcall, String routePrefix) {
        return rollcall.invalidate(Target.route(routePrefix)).matched();
    }

    /** Reloads tabs by regular expression. The expression must come from your own code, never from a stranger. */
    static int reload(Rollcall rollcall, Pattern routes) {
        return rollcall.invalidate(Target.route(routes.asPredicate())).matched();
    }

    /** Recipe "move people over": reloads only those tabs on this page that run another build. */
    static int reloadOutdated(Rollcall rollcall, String routePrefix) {
        return rollcall.invalidate(Target.outdated().and(Target.route(routePrefix)))
                .matched();
    }

    /** Recipe "a message of your own": sends one to every tab on a page. */
    static int announce(Rollcall rollcall, String routePrefix, String text) {
        return rollcall.send(Target.route(routePrefix), Message.of("notice", Map.of("text", text)))
                .matched();
    }
}
