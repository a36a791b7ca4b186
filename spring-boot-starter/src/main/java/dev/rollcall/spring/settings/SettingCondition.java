// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnSetting}. Boot's own condition for properties throws when a placeholder cannot be replaced, and takes
 * the variable that Kubernetes makes for a service called "rollcall-netty" for a setting.
 */
final class SettingCondition extends SpringBootCondition {

    /** How {@code false} may be written, as Boot converts it. */
    private static final Set<String> OFF = Set.of("false", "off", "no", "0");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var attributes = Objects.requireNonNull(
                metadata.getAnnotationAttributes(ConditionalOnSetting.class.getName()), "annotation");
        List<String> names = List.of((String[]) Objects.requireNonNull(attributes.get("value"), "value"));
        OwnProperties properties = new OwnProperties(context.getEnvironment());
        List<String> given = names.stream()
                .flatMap(name -> value(properties, name))
                .filter(value -> !value.isBlank())
                .toList();
        boolean on = given.stream().anyMatch(value -> !OFF.contains(value.toLowerCase(Locale.ROOT)));
        boolean matches = given.isEmpty() ? Boolean.TRUE.equals(attributes.get("matchIfMissing")) : on;
        String why = given.isEmpty() ? "it is not set" : on ? "it is set" : "it is off";
        return new ConditionOutcome(
                matches, ConditionMessage.forCondition(String.join(", ", names)).because(why));
    }

    private static Stream<String> value(OwnProperties properties, String name) {
        return Stream.ofNullable(properties.text(ConfigurationPropertyName.of(name)));
    }
}
