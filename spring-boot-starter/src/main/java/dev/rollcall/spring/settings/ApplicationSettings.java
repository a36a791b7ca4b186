// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.InjectedVariables;
import dev.rollcall.core.setting.Placeholder;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.spring.RollcallStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The settings of Rollcall in this application. Immutable, thread-safe. */
public final class ApplicationSettings {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationSettings.class);

    private static final String PASSWORD_OF_PEOPLE = "spring.security.user.password";

    private final SettingValues values;

    private ApplicationSettings(SettingValues values) {
        this.values = values;
    }

    /**
     * Reads the settings from the properties below {@code rollcall.}
     *
     * @throws RollcallStartException when something is wrong with them; it names everything that is
     */
    public static ApplicationSettings read(Environment environment) {
        PropertyReader reader = new PropertyReader(environment);
        PropertySettings.all().forEach(reader::read);
        SettingValues values = PropertySettings.defaults().withAll(reader.values());
        List<SettingProblem> problems = new ArrayList<>(reader.problems());
        problems.addAll(reader.unknown());
        passwordOfPeople(environment, values).ifPresent(problems::add);
        if (problems.stream().noneMatch(SettingProblem::fatal)) {
            PropertySettings.problems(values).forEach(problem -> problems.add(PropertyNames.in(problem)));
        }
        refuse(problems.stream().filter(SettingProblem::fatal).toList());
        problems.forEach(problem -> LOG.warn("{}", problem));
        if (!reader.injected().isEmpty()) {
            LOG.warn("{}", InjectedVariables.notice(reader.injected()));
        }
        return new ApplicationSettings(values);
    }

    /**
     * Returns a problem when the password of Boot's one user is a placeholder that nothing fills in, and roles open something here.
     * Boot takes the placeholder itself for the password, so anybody who has read the configuration could sign in.
     */
    private static Optional<SettingProblem> passwordOfPeople(Environment environment, SettingValues values) {
        boolean rolesOpen = values.find(StarterSettings.STATS_ROLE) != null || DashboardSettings.read(values) != null;
        String password = rolesOpen
                ? Binder.get(environment).bind(PASSWORD_OF_PEOPLE, String.class).orElse(null)
                : null;
        Placeholder placeholder = password == null || !password.contains("${") ? null : Placeholder.in(password);
        return placeholder == null
                ? Optional.empty()
                : Optional.of(SettingProblem.error(
                        PASSWORD_OF_PEOPLE + ": " + placeholder,
                        "Set " + String.join(" and ", placeholder.names())
                                + " as an environment variable or a property, or write the value itself."));
    }

    private static void refuse(List<SettingProblem> fatal) {
        if (!fatal.isEmpty()) {
            throw new RollcallStartException(
                    lines(fatal, SettingProblem::what),
                    lines(fatal, problem -> StringUtils.capitalize(problem.fix())),
                    null);
        }
    }

    private static String lines(List<SettingProblem> problems, Function<SettingProblem, String> part) {
        return problems.stream().map(part).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Returns all values. */
    public SettingValues values() {
        return values;
    }

    /**
     * Returns the value of a setting that has a default.
     *
     * @throws IllegalStateException when it has none and is not set
     */
    public <T> T value(Setting<T> setting) {
        return values.value(setting);
    }

    /** Returns the value of a setting; null when it is not set and has no default. */
    public <T> @Nullable T find(Setting<T> setting) {
        return values.find(setting);
    }
}
