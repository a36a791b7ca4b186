// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.InjectedVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An application's properties without those that Kubernetes or Docker inject as variables: for a service called
 * "rollcall-netty" there is a {@code ROLLCALL_NETTY_PORT}, which Boot takes for {@code rollcall.netty.port}. A value of
 * lower precedence, from a file for example, replaces such a variable. Used by one thread.
 */
final class OwnProperties {

    private final List<ConfigurationPropertySource> all = new ArrayList<>();
    private final List<ConfigurationPropertySource> sources = new ArrayList<>();
    private final Environment environment;
    private final TreeSet<String> injected = new TreeSet<>();

    OwnProperties(Environment environment) {
        this.environment = environment;
        ConfigurationPropertySources.get(environment).forEach(all::add);
        all.forEach(source -> sources.add(new Source(source)));
    }

    /** Returns all sources of properties, in their order, with what Kubernetes and Docker inject. */
    List<ConfigurationPropertySource> sources() {
        return all;
    }

    /** Returns a binder that leaves out what Kubernetes and Docker inject. */
    Binder binder() {
        return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
    }

    /** Returns a property as it is written; null when it is not set. */
    @Nullable
    ConfigurationProperty find(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : sources) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }

    /** Returns the text of a property, with those placeholders replaced that have a value; null when it is not set. */
    @Nullable
    String text(ConfigurationPropertyName name) {
        ConfigurationProperty property = find(name);
        return property == null ? null : environment.resolvePlaceholders(String.valueOf(property.getValue()));
    }

    /** Returns the variables that were left out so far. */
    List<String> injected() {
        return List.copyOf(injected);
    }

    /** Returns whether Kubernetes or Docker have injected a property; remembers its name. */
    boolean isInjected(ConfigurationProperty property) {
        if (property.getOrigin() instanceof PropertySourceOrigin from
                && from.getPropertySource() instanceof SystemEnvironmentPropertySource
                && InjectedVariables.isInjected(from.getPropertyName(), String.valueOf(property.getValue()))) {
            injected.add(from.getPropertyName());
            return true;
        }
        return false;
    }

    /** A source without what Kubernetes and Docker inject. */
    private final class Source implements ConfigurationPropertySource {

        private final ConfigurationPropertySource whole;

        Source(ConfigurationPropertySource whole) {
            this.whole = whole;
        }

        @Override
        public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
            ConfigurationProperty property = whole.getConfigurationProperty(name);
            return property == null || isInjected(property) ? null : property;
        }

        @Override
        public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
            return whole.containsDescendantOf(name);
        }

        @Override
        public @Nullable Object getUnderlyingSource() {
            return whole.getUnderlyingSource();
        }
    }
}
