// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Lets everybody through to the base path, where Rollcall itself decides who may do what, by origin, proof and secret. A
 * person who is signed in by a session stays so there.
 */
@AutoConfiguration(
        after = RollcallAutoConfiguration.class,
        // After Boot's own chains, which are left out where there is another one already.
        afterName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"
        })
@ConditionalOnClass({SecurityFilterChain.class, EnableWebSecurity.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(RollcallProperties.class)
@ConditionalOnProperty(prefix = "rollcall", name = "security-chain", matchIfMissing = true)
public final class RollcallSecurityAutoConfiguration {

    RollcallSecurityAutoConfiguration() {}

    /**
     * Before the application's own chains, and for the base path alone. CSRF tokens are not asked for: no cookie but that
     * of the dashboard acts for anybody here, and that one counts for pages of the same origin only.
     */
    @Bean
    @Order(-10)
    @ConditionalOnMissingBean(name = "rollcallSecurityFilterChain")
    SecurityFilterChain rollcallSecurityFilterChain(HttpSecurity http, RollcallProperties properties) {
        return http.securityMatcher(properties.basePath() + "/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }
}
