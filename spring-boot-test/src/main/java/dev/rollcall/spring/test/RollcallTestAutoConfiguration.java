// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.spring.ClientVersions;
import dev.rollcall.spring.RollcallBuilderCustomizer;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.WebEnvironment;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import dev.rollcall.spring.settings.StarterSettings;
import dev.rollcall.testkit.ManualTimer;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@link AutoConfigureRollcall} adds to an application. */
@AutoConfiguration(before = RollcallAutoConfiguration.class)
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallTestAutoConfiguration {

    RollcallTestAutoConfiguration() {}

    /** The clock, which stands still until it is advanced. */
    @Bean
    @ConditionalOnMissingBean
    ManualTimer rollcallClock() {
        return ManualTimer.eager();
    }

    /** Has commands carried out by the clock, so that everything due has been done once the clock has been advanced. */
    @Bean
    RollcallBuilderCustomizer rollcallCommandsByClock(ManualTimer clock) {
        return builder -> builder.clusterThread(task -> clock.after(Duration.ZERO, task));
    }

    /** Opens tabs. */
    @Bean
    @ConditionalOnMissingBean
    TestTabs rollcallTestTabs(
            Rollcall rollcall,
            Protocol protocol,
            ProtocolOptions options,
            ManualTimer clock,
            ApplicationSettings settings) {
        return new TestTabs(rollcall, protocol, options, clock, settings.value(StarterSettings.USER_LABEL));
    }

    /**
     * Adds Rollcall to an application without a web server. Otherwise it would have none, and beans that inject it
     * could not be created.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotWebApplication
    static final class WithoutWebServer {

        @Bean
        @ConditionalOnMissingBean
        WebEnvironment rollcallWebEnvironment(ApplicationSettings settings) {
            return WebEnvironment.servlet("", settings);
        }

        @Bean
        @ConditionalOnMissingBean
        UserResolver rollcallUserResolver() {
            return UserResolver.byIdentity();
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(HttpServletRequest.class)
        static final class Servlets {

            @Bean
            @ConditionalOnMissingBean
            ClientVersions rollcallClientVersions(Rollcall rollcall, ApplicationSettings settings) {
                return new ClientVersions(rollcall, settings.value(ContractSettings.VERSION_COOKIE));
            }
        }
    }
}
