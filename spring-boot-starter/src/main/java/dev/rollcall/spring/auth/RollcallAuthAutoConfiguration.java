// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.auth;

import dev.rollcall.auth.settings.ConfiguredAuthorizers;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets people see stats by token, sealed session or callback, if a setting asks for it. */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnBean(ApplicationSettings.class)
@ConditionalOnSetting({
    "rollcall.jwt-hmac-secret",
    "rollcall.jwt-jwks-url",
    "rollcall.nuxt-session-password",
    "rollcall.stats-callback-url"
})
public final class RollcallAuthAutoConfiguration {

    RollcallAuthAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConfiguredAuthorizers.class)
    static final class RollcallAuthorizersConfiguration {

        /** Says yes when any of the configured ways says yes. */
        @Bean
        @ConditionalOnMissingBean(name = "rollcallStatsAuthorizer")
        StatsAuthorizer rollcallStatsAuthorizer(ApplicationSettings settings, Rollcall rollcall) {
            var all = ConfiguredAuthorizers.of(
                    settings.values(), rollcall.internals().timer());
            return StatsAuthorizer.anyOf(List.copyOf(all.values()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.rollcall.auth.settings.ConfiguredAuthorizers")
    static final class RollcallAuthMissingConfiguration {

        RollcallAuthMissingConfiguration() {
            throw new RollcallStartException(
                    "One of rollcall.jwt-hmac-secret, rollcall.jwt-jwks-url, rollcall.nuxt-session-password and"
                            + " rollcall.stats-callback-url is set, but the class"
                            + " dev.rollcall.auth.settings.ConfiguredAuthorizers is missing.",
                    "Add the dependency dev.rollcall:rollcall-auth in the version of the starter.",
                    null);
        }
    }
}
