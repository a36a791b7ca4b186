// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.spring.RollcallStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Base of tests of an application's settings: its properties, and their effects. */
abstract class SettingsOfAnApplication {

    static final String SECRET = "0123456789abcdef0123456789abcdef";

    final StandardEnvironment environment = new StandardEnvironment();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Removes the tests' own system properties, which would count as settings. */
    @BeforeEach
    final void withoutSystemProperties() {
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    static Stream<Setting<?>> settings() {
        return PropertySettings.all();
    }

    /** Adds a property that takes precedence over all others. */
    final StandardEnvironment with(String property, String value) {
        environment.getPropertySources().addFirst(new MapPropertySource(property, Map.of(property, value)));
        return environment;
    }

    /** Removes a property that {@link #with} added. */
    final void without(String property) {
        environment.getPropertySources().remove(property);
    }

    /**
     * Sets the environment variables, which take precedence over all other properties, in place of those set before.
     */
    final void variables(Map<String, Object> variables) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().remove(name);
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(name, variables));
    }

    /** Returns the settings, including those of a file. */
    final ApplicationSettings yaml(String text) throws IOException {
        new YamlPropertySourceLoader()
                .load("test", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addFirst);
        return ApplicationSettings.read(environment);
    }

    /** Returns how the settings are refused with one more property; null if they are not. */
    final RollcallStartException refusal(String property, String value) {
        return catchThrowableOfType(
                RollcallStartException.class, () -> ApplicationSettings.read(with(property, value)));
    }
}
