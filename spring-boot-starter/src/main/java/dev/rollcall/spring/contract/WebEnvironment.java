// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.StarterSettings;
import org.jspecify.annotations.Nullable;

/**
 * What depends on the kind of web application.
 *
 * @param path what precedes the base path of the settings: the context path; empty when there is none
 * @param connections how many tabs may be held unless the settings say otherwise; null for no limit
 */
public record WebEnvironment(String path, @Nullable Integer connections) {

    /** A little less than 80 % of what Tomcat accepts by default, so that the application itself stays reachable. */
    private static final int IN_A_CONTAINER = 6_500;

    /**
     * Returns the environment of a servlet application. Tabs share the container's connections with it, unless they have a port of
     * their own.
     *
     * @param path the context path; empty for none
     * @param settings say whether tabs have a port of their own
     */
    public static WebEnvironment servlet(String path, ApplicationSettings settings) {
        return new WebEnvironment(path, settings.find(StarterSettings.NETTY_PORT) == null ? IN_A_CONTAINER : null);
    }

    /**
     * Returns the environment of a WebFlux application, in which only the process sets a limit.
     *
     * @param path the base path of WebFlux, without a slash at its end; empty for none
     */
    public static WebEnvironment reactive(String path) {
        return new WebEnvironment(path, null);
    }

    /** Returns the settings with what this environment adds to them. */
    SettingValues complete(SettingValues settings) {
        SettingValues placed = placed(settings);
        return connections == null ? placed : placed.withDefault(LimitSettings.MAX_CONNECTIONS, connections);
    }

    private SettingValues placed(SettingValues settings) {
        String whole = path + settings.value(ContractSettings.BASE_PATH);
        try {
            return settings.with(ContractSettings.BASE_PATH, whole);
        } catch (IllegalArgumentException e) {
            throw new RollcallStartException(
                    "rollcall.base-path: with what precedes it, it is " + whole + " (expected: "
                            + ContractSettings.BASE_PATH.type().expected() + ")",
                    "Change server.servlet.context-path or spring.webflux.base-path, or rollcall.base-path.",
                    e);
        }
    }
}
