// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.Identity.Person;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.options.ApplicationSignIn;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.DashboardSettings;
import dev.rollcall.spring.settings.StarterSettings;
import java.security.Principal;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people of the application may see and do by their roles there. Immutable, thread-safe.
 *
 * @param label whether a tab carries their name
 * @param statsRole those with this role may see stats; null for nobody
 * @param dashboardRoles the roles that open the dashboard, whose holders may see stats too
 */
public record PeopleRights(boolean label, @Nullable String statsRole, Set<String> dashboardRoles) {

    /** Copies the roles. */
    public PeopleRights {
        dashboardRoles = Set.copyOf(dashboardRoles);
    }

    /** Returns what the settings say. */
    public static PeopleRights of(ApplicationSettings settings) {
        ApplicationSignIn dashboard = DashboardSettings.read(settings.values());
        return new PeopleRights(
                settings.value(StarterSettings.USER_LABEL),
                settings.find(StarterSettings.STATS_ROLE),
                dashboard == null ? Set.of() : dashboard.roleNames());
    }

    /** Returns whether no setting depends on who a person is, so that there is no need to find out. */
    public boolean isEmpty() {
        return !label && statsRole == null && dashboardRoles.isEmpty();
    }

    /** Returns whether some role opens the dashboard. */
    public boolean opensDashboard() {
        return !dashboardRoles.isEmpty();
    }

    /**
     * Returns whether somebody may see stats, and until when.
     *
     * @param principal who is signed in
     * @param holds whether they hold a role, by its name
     */
    public Decision stats(Principal principal, Predicate<String> holds) {
        boolean allowed = (statsRole != null && holds.test(statsRole))
                || dashboardRoles.stream().anyMatch(holds);
        return allowed ? PrincipalRights.granted(principal) : Decision.denied();
    }

    /**
     * Returns what Rollcall may know of somebody.
     *
     * @param principal who is signed in; null for nobody
     * @param holds whether they hold a role, by its name; not asked for nobody
     */
    public Identity identity(@Nullable Principal principal, Predicate<String> holds) {
        if (principal == null) {
            return Identity.NOBODY;
        }
        Identity identity = new Identity(label ? principal.getName() : null, stats(principal, holds));
        return dashboardRoles.isEmpty()
                ? identity
                : identity.withPerson(new Person(
                        principal.getName(),
                        dashboardRoles.stream().filter(holds).collect(Collectors.toSet())));
    }
}
