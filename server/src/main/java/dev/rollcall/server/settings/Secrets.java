// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import org.jspecify.annotations.Nullable;

/** Collects the admin secrets that the settings name. */
public final class Secrets {

    private Secrets() {}

    /**
     * Returns the secrets, with their names for the log.
     *
     * @param admin the secret for all admin endpoints; null without one
     * @throws IllegalArgumentException when two are the same
     */
    public static AdminSecrets of(Settings settings, @Nullable String admin) {
        AdminSecrets.Builder secrets = AdminSecrets.builder();
        if (admin != null) {
            secrets.admin("admin-secret", admin);
        }
        String ci = settings.find(AccessSettings.CI_SECRET);
        if (ci != null) {
            secrets.ci("ci-secret", ci);
        }
        String read = settings.find(AccessSettings.READ_SECRET);
        if (read != null) {
            secrets.read("read-secret", read);
        }
        return secrets.build();
    }
}
