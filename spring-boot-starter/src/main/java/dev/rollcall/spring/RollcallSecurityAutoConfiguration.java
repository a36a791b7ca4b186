// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Lets everybody through to the base path, where Rollcall itself decides who may do what, by origin, proof and secret.
 * People are known there by their session, and by a bearer token where the application takes such tokens.
 */
@AutoConfiguration(
        after = RollcallAutoConfiguration.class,
        // After Boot's own chains, which are left out where there is another one already.
        afterName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration"
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
    SecurityFilterChain rollcallSecurityFilterChain(
            HttpSecurity http, RollcallProperties properties, ObjectProvider<RequestAuthenticator> tokens) {
        http.securityMatcher(properties.basePath() + "/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable);
        RequestAuthenticator known = tokens.getIfAvailable();
        if (known != null) {
            http.addFilterBefore(new RequestAuthenticationFilter(known), AnonymousAuthenticationFilter.class);
        }
        return http.build();
    }

    /** Where the application checks JWTs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JwtAuthenticationProvider.class, JwtDecoder.class})
    @ConditionalOnSingleCandidate(JwtDecoder.class)
    static final class RollcallJwtConfiguration {

        @Bean
        RequestAuthenticator rollcallJwts(
                JwtDecoder decoder,
                ObjectProvider<JwtAuthenticationConverter> converter,
                ObjectProvider<BearerTokenResolver> resolver,
                AdminSecrets secrets) {
            JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
            converter.ifUnique(provider::setJwtAuthenticationConverter);
            return new BearerTokens(resolver.getIfUnique(DefaultBearerTokenResolver::new), provider, secrets);
        }
    }

    /** Where the application asks another server about its tokens. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({OpaqueTokenAuthenticationProvider.class, OpaqueTokenIntrospector.class})
    @ConditionalOnSingleCandidate(OpaqueTokenIntrospector.class)
    @ConditionalOnMissingBean(type = "org.springframework.security.oauth2.jwt.JwtDecoder")
    static final class RollcallOpaqueTokenConfiguration {

        @Bean
        RequestAuthenticator rollcallOpaqueTokens(
                OpaqueTokenIntrospector introspector,
                ObjectProvider<OpaqueTokenAuthenticationConverter> converter,
                ObjectProvider<BearerTokenResolver> resolver,
                AdminSecrets secrets) {
            OpaqueTokenAuthenticationProvider provider = new OpaqueTokenAuthenticationProvider(introspector);
            converter.ifUnique(provider::setAuthenticationConverter);
            return new BearerTokens(resolver.getIfUnique(DefaultBearerTokenResolver::new), provider, secrets);
        }
    }
}
