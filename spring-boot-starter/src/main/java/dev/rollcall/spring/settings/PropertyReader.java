// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.Placeholder;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.options.BotMode;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.SecretFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Reads settings from an application's properties. Boot finds and converts them, so relaxed names, lists and its own
 * way of writing durations work; the setting's own type then checks the value. An empty value counts as not set. Used
 * by one thread.
 */
final class PropertyReader {

    /** {@code ${NAME:-default}} and its like (POSIX.1-2017, 2.6.2). */
    private static final Pattern OF_A_SHELL = Pattern.compile("\\$\\{[^{}:]+:[-?+=]");

    /** How many characters of a value are shown. */
    private static final int LONGEST = 200;

    private final OwnProperties properties;
    private final Binder binder;
    private final List<SettingProblem> problems = new ArrayList<>();
    private SettingValues values = SettingValues.none();

    PropertyReader(Environment environment) {
        this.properties = new OwnProperties(environment);
        this.binder = properties.binder();
    }

    /** Reads one setting, if it is set. */
    void read(Setting<?> setting) {
        try {
            String written = written(setting);
            if (written == null || isUnresolved(setting, written)) {
                return;
            }
            String text = text(setting);
            if (text != null && !text.isBlank()) {
                keep(setting, text);
            } else if (setting.type().secret()) {
                blank(setting, written);
            }
        } catch (BindException | IllegalArgumentException | ArithmeticException e) {
            // The arithmetic is that of a duration whose milliseconds do not fit into a long.
            problems.add(SettingProblem.error(
                    setting.property() + ": " + given(setting) + " (expected: "
                            + setting.type().expected() + ")",
                    "Set " + setting.property() + " to " + setting.example() + ", for example, or remove it."));
        } catch (IOException e) {
            problems.add(SettingProblem.error(
                    setting.property() + ": the file that it names" + origin(setting)
                            + " cannot be read (expected: a readable file of at most 64 KiB)",
                    "Check the path after file: and its permissions."));
        }
    }

    private void keep(Setting<?> setting, String text) {
        if (!isUnresolved(setting, text)) {
            values = values.withText(setting, text);
        }
    }

    /** Reports a secret that is set and empty: somebody meant to protect something with it, and it protects nothing. */
    private void blank(Setting<?> setting, String written) {
        if (written.isBlank()) {
            problems.add(SettingProblem.warning(
                    setting.property() + ": empty" + origin(setting) + ", which counts as not set",
                    "set it, or remove the property"));
        } else {
            problems.add(SettingProblem.error(
                    setting.property() + ": the file that it names" + origin(setting) + " is empty (expected: "
                            + setting.type().expected() + ")",
                    "Write the secret into that file."));
        }
    }

    /** Reports a placeholder that Boot has left as it is because there is nothing to put in its place. It is never a value. */
    private boolean isUnresolved(Setting<?> setting, String text) {
        Placeholder placeholder = Placeholder.in(text);
        if (placeholder != null) {
            String names = String.join(" and ", placeholder.names());
            problems.add(SettingProblem.error(
                    setting.property() + ": " + placeholder + origin(setting),
                    "Set " + (names.isEmpty() ? "what the placeholder names" : names)
                            + " as an environment variable or a property, or write the value itself, or remove "
                            + setting.property() + "."));
            return true;
        }
        if (isOfTheShell(setting)) {
            problems.add(SettingProblem.error(
                    setting.property() + ": ${NAME:-default} or ${NAME:?message}" + origin(setting)
                            + ", as a shell writes it; Spring takes everything after the colon as the value",
                    "Write ${NAME:default}; or ${NAME} alone, and the application does not start without NAME."));
            return true;
        }
        return false;
    }

    private boolean isOfTheShell(Setting<?> setting) {
        ConfigurationProperty property = properties.find(name(setting));
        return property != null
                && OF_A_SHELL.matcher(String.valueOf(property.getValue())).find();
    }

    /** Returns the values that were read. */
    SettingValues values() {
        Boolean excludeBots = values.find(StarterSettings.EXCLUDE_BOTS);
        return excludeBots == null || values.isSet(ContractSettings.BOTS)
                ? values
                : values.with(ContractSettings.BOTS, excludeBots ? BotMode.EXCLUDE : BotMode.COUNT);
    }

    /** Returns what could not be read. */
    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /** Returns the properties below {@code rollcall.} that no setting has. */
    List<SettingProblem> unknown() {
        return new UnknownProperties(properties).problems();
    }

    /** Returns the variables that look like settings, but were injected by Kubernetes or Docker and so were not read. */
    List<String> injected() {
        return properties.injected();
    }

    /** Returns the value as it is written, with those placeholders replaced that Boot can replace; null when it is not set. */
    private @Nullable String written(Setting<?> setting) {
        String text = bind(setting, Bindable.of(String.class));
        return text == null ? list(bind(setting, Bindable.listOf(String.class))) : text;
    }

    private @Nullable String text(Setting<?> setting) throws IOException {
        return switch (setting.type().form()) {
            case NUMBER -> asText(bind(setting, Bindable.of(Integer.class)));
            case BOOLEAN -> asText(bind(setting, Bindable.of(Boolean.class)));
            case DURATION -> duration(bind(setting, Bindable.of(Duration.class)));
            case LIST -> list(bind(setting, Bindable.listOf(String.class)));
            case SECRET -> secret(written(setting)); // Several of them, such as addresses, may be a list.
            case TEXT -> choice(setting, bind(setting, Bindable.of(String.class)));
        };
    }

    private <T> @Nullable T bind(Setting<?> setting, Bindable<T> as) {
        return binder.bind(setting.property(), as).orElse(null);
    }

    private static @Nullable String asText(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String duration(@Nullable Duration value) {
        if (value == null) {
            return null;
        }
        return value.toMillis() % 1_000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }

    private static @Nullable String list(@Nullable List<String> items) {
        if (items == null) {
            return null;
        }
        return items.isEmpty() ? "none" : String.join(",", items);
    }

    private static @Nullable String secret(@Nullable String text) throws IOException {
        return text == null ? null : SecretFile.resolve(text);
    }

    /** Returns one of the choices, written as Boot allows. An unquoted {@code off} in YAML is false. */
    private static @Nullable String choice(Setting<?> setting, @Nullable String text) {
        List<String> choices = setting.type().choices();
        if (text == null || choices.isEmpty()) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals("false") && choices.contains("off") ? "off" : lower;
    }

    /** Returns the value as it is written, and where. */
    private String given(Setting<?> setting) {
        ConfigurationProperty property = properties.find(name(setting));
        String value = property == null || setting.type().secret() ? "(hidden)" : String.valueOf(property.getValue());
        return line(value) + origin(setting);
    }

    /** Returns where it is written, in words that follow the value; empty when that is not known. */
    private String origin(Setting<?> setting) {
        ConfigurationProperty property = properties.find(name(setting));
        Object origin = property == null ? null : property.getOrigin();
        return origin == null ? "" : " from " + origin;
    }

    private static String line(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    private static ConfigurationPropertyName name(Setting<?> setting) {
        return ConfigurationPropertyName.of(setting.property());
    }
}
