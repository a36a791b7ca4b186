// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the shop. There are no default passwords, so none can be left unchanged.
 *
 * @param adminPassword password of the user "admin", who has the role ADMIN; at least 12 characters
 * @param userPassword password of the user "user", who does not have it; at least 12 characters
 * @param pages folder with front ends that were deployed after the jar was built; need not exist
 */
@ConfigurationProperties("site")
record SiteSettings(String adminPassword, String userPassword, Path pages) {

    private static final int SHORTEST = 12;

    SiteSettings {
        check("SITE_ADMIN_PASSWORD", adminPassword);
        check("SITE_USER_PASSWORD", userPassword);
    }

    private static void check(String variable, @Nullable String password) {
        if (password == null || password.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    variable + ": missing or too short (expected: at least " + SHORTEST + " characters)");
        }
    }

    /** Returns a text without the passwords. */
    @Override
    public String toString() {
        return "SiteSettings[pages=" + pages + "]";
    }
}
