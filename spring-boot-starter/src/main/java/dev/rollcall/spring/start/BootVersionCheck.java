// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.start;

import dev.rollcall.spring.RollcallStartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses a Spring Boot that is too old, before loading a class that it lacks. Uses only classes that Boot 3 has as
 * well.
 */
final class BootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The oldest major version that has the classes. */
    private static final int OLDEST = 4;

    BootVersionCheck() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        // A placeholder that cannot be replaced stays; the settings say so.
        String enabled = context.getEnvironment().resolvePlaceholders("${rollcall.enabled:true}");
        if (!enabled.equalsIgnoreCase("false")) {
            check(SpringBootVersion.getVersion());
        }
    }

    /**
     * Checks a version.
     *
     * @param version such as {@code 3.5.6}; null when it is not known
     * @throws RollcallStartException when it is too old
     */
    static void check(@Nullable String version) {
        if (version != null && major(version) < OLDEST) {
            throw new RollcallStartException(
                    "Rollcall needs Spring Boot 4.1 or newer, and this application has Spring Boot " + version + ".",
                    "Use Spring Boot 4.1 or newer; or set rollcall.enabled=false until then.",
                    null);
        }
    }

    private static int major(String version) {
        String digits = version.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? OLDEST : Integer.parseInt(digits);
    }
}
