// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.setting.WeakSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the admin secrets that settings give. */
public final class AdminSecretSettings {

    private static final int SHORT_SECRET = 16;

    private AdminSecretSettings() {}

    static SettingType<String> type() {
        return SettingTypes.secret(
                "8 to 1,024 printable ASCII characters, or sha256: and the hex digits of its hash",
                text -> AdminSecrets.builder().admin("secret", text));
    }

    /**
     * Returns the secrets that are set.
     *
     * @param name gives each secret the name that the log and the audit list show
     * @throws IllegalArgumentException when two are the same
     */
    public static AdminSecrets read(SettingValues values, Function<Setting<?>, String> name) {
        AdminSecrets.Builder secrets = AdminSecrets.builder();
        add(values, ContractSettings.ADMIN_SECRET, name, secrets::admin);
        add(values, ContractSettings.CI_SECRET, name, secrets::ci);
        add(values, ContractSettings.READ_SECRET, name, secrets::read);
        return secrets.build();
    }

    /** Returns what is wrong with the secrets. */
    public static List<SettingProblem> problems(SettingValues values) {
        try {
            read(values, Setting::name);
        } catch (IllegalArgumentException e) {
            return List.of(SettingProblem.error(
                    "admin-secret, ci-secret, read-secret: two are the same (expected: all different, so that each can be "
                            + "replaced without changing the others)",
                    "change one of them, or remove it"));
        }
        return Stream.of(ContractSettings.ADMIN_SECRET, ContractSettings.CI_SECRET, ContractSettings.READ_SECRET)
                .flatMap(setting -> Stream.ofNullable(weakness(values.find(setting)))
                        .map(why -> SettingProblem.warning(
                                setting.name() + ": " + why, "make one with: openssl rand -base64 24")))
                .toList();
    }

    private static @Nullable String weakness(@Nullable String secret) {
        if (secret == null) {
            return null;
        }
        if (WeakSecrets.isDocumented(secret)) {
            return "an example of Rollcall's documentation, which everybody can read";
        }
        return secret.length() < SHORT_SECRET ? "fewer than 16 characters, which is easy to guess" : null;
    }

    private static void add(
            SettingValues values, Setting<String> setting, Function<Setting<?>, String> name, Adder adder) {
        String secret = values.find(setting);
        if (secret != null) {
            adder.add(name.apply(setting), secret);
        }
    }

    private interface Adder {
        AdminSecrets.Builder add(String name, String secret);
    }
}
