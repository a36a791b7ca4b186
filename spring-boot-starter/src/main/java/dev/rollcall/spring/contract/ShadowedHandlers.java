// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.protocol.options.ContractPaths;
import dev.rollcall.spring.RollcallStartException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds handlers of the application that no request would reach, because Rollcall answers on their paths. A handler for
 * more paths, such as one for {@code /**}, still serves the others. Pure functions.
 */
public final class ShadowedHandlers {

    private static final int MOST_NAMED = 5;

    private ShadowedHandlers() {}

    /**
     * A handler and one of its paths.
     *
     * @param pattern the path from the root, in which {@code {name}}, {@code *} and {@code ?} may stand for something else
     * @param name what the message calls the handler
     */
    public record Handler(String pattern, String name) {

        /** Returns the common beginning of this handler's paths. */
        private String beginning() {
            return pattern.replaceFirst("[{*?].*", "");
        }

        private boolean hasOnePath() {
            return beginning().equals(pattern);
        }
    }

    /**
     * Ends the start if there is such a handler.
     *
     * @param paths the paths of the contract
     * @param served whether a path, from the root, comes to Rollcall
     * @param handlers those of the application
     * @throws RollcallStartException when there is one; it names the handlers and the setting
     */
    public static void check(ContractPaths paths, Predicate<String> served, Stream<Handler> handlers) {
        List<Handler> shadowed = handlers.filter(handler -> isShadowed(handler, paths, served))
                .sorted(Comparator.comparing(Handler::pattern))
                .toList();
        if (!shadowed.isEmpty()) {
            throw failure(paths, shadowed);
        }
    }

    private static boolean isShadowed(Handler handler, ContractPaths paths, Predicate<String> served) {
        return handler.hasOnePath()
                ? served.test(handler.pattern)
                : handler.beginning().startsWith(paths.basePath() + "/");
    }

    private static RollcallStartException failure(ContractPaths paths, List<Handler> shadowed) {
        Handler first = shadowed.get(0);
        boolean alias = paths.aliases().contains(first.pattern);
        String setting = alias ? "rollcall.admin-aliases" : "rollcall.base-path";
        String where = alias ? first.pattern : "everything below " + paths.basePath();
        String names = shadowed.stream()
                .limit(MOST_NAMED)
                .map(handler -> handler.name + " (" + handler.pattern + ")")
                .collect(Collectors.joining(", "));
        String more = shadowed.size() > MOST_NAMED ? " and " + (shadowed.size() - MOST_NAMED) + " more" : "";
        return new RollcallStartException(
                setting + ": with it, Rollcall answers " + where + ", so no request would reach " + names + more + ".",
                alias
                        ? "Set rollcall.admin-aliases=false, or give the handler another path."
                        : "Set rollcall.base-path to a path that the application does not use (the default is /__skew), or give"
                                + " the handlers other paths.",
                null);
    }
}
