// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.options.ApplicationSignIn;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings that let people of the application use the dashboard by their roles, without a secret. */
public final class DashboardSettings {

    static final SettingGroup DASHBOARD = new SettingGroup("Dashboard for people of the application");

    private static final String AS_ROLE =
            " A role of the application, written as in rollcall.stats.role. Where none of the four roles is set, people need a secret.";

    /** Who may read. */
    public static final Setting<String> READ_ROLE = role(
            "read", "SUPPORT", "Role whose holders may open the dashboard and read everything there except tokens.");

    /** Who may announce. */
    public static final Setting<String> ANNOUNCE_ROLE = role(
            "announce",
            "EDITOR",
            "Role whose holders may also announce versions and send messages, but not reload tabs.");

    /** Who may reload. */
    public static final Setting<String> RELOAD_ROLE =
            role("reload", "OPERATOR", "Role whose holders may read, and make tabs reload.");

    /** Who may do everything. */
    public static final Setting<String> ADMIN_ROLE = role(
            "admin",
            "ADMIN",
            "Role whose holders may do everything in the dashboard, including making and revoking tokens.");

    /** Where people sign in. */
    public static final Setting<String> LOGIN_URL = address(
            "login",
            "/login",
            "Where a click on the dashboard's sign-in screen leads: to the application's login page, or better to a page that"
                    + " requires one of these roles and then leads back.");

    /** Where people sign out. */
    public static final Setting<String> LOGOUT_URL = address(
            "logout",
            "/logout",
            "Where the dashboard's button Sign out leads people who are signed in by the application. Without it they have no such"
                    + " button.");

    private DashboardSettings() {}

    private static Setting<String> role(String scope, String example, String description) {
        return DASHBOARD
                .define("dashboard-" + scope + "-role", SettingTypes.words("ROLE", example), description + AS_ROLE)
                .property("dashboard." + scope + "-role")
                .optional();
    }

    private static Setting<String> address(String what, String example, String description) {
        SettingType<String> type = SettingTypes.checkedBy(
                "URL", "a path that begins with a slash, or an address with http or https", example, text -> {
                    if (!ApplicationSignIn.isAddress(text)) {
                        throw new IllegalArgumentException(what + "-url");
                    }
                });
        return DASHBOARD
                .define("dashboard-" + what + "-url", type, description)
                .property("dashboard." + what + "-url")
                .optional();
    }

    /** Returns which people of the application may use the dashboard; null when no role lets anybody in. */
    public static @Nullable ApplicationSignIn read(SettingValues settings) {
        Map<Scope, String> roles = new EnumMap<>(Scope.class);
        put(roles, Scope.READ, settings.find(READ_ROLE));
        put(roles, Scope.ANNOUNCE, settings.find(ANNOUNCE_ROLE));
        put(roles, Scope.RELOAD, settings.find(RELOAD_ROLE));
        put(roles, Scope.ADMIN, settings.find(ADMIN_ROLE));
        return roles.isEmpty()
                ? null
                : new ApplicationSignIn(roles, settings.find(LOGIN_URL), settings.find(LOGOUT_URL));
    }

    private static void put(Map<Scope, String> roles, Scope scope, @Nullable String role) {
        if (role != null) {
            roles.put(scope, role);
        }
    }
}
