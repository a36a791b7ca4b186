// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.spring.chain.ChainCheck;
import dev.rollcall.spring.contract.RollcallAutoConfiguration;
import dev.rollcall.spring.contract.WebEnvironment;
import dev.rollcall.spring.session.RequestSessions;
import dev.rollcall.spring.session.RollcallSessionAutoConfiguration;
import dev.rollcall.spring.settings.ApplicationSettings;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
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
 * Lets everybody through to the base path, where Rollcall itself decides by origin, proof and secret. People are
 * recognized there by their session, and by a bearer token if the application accepts bearer tokens.
 */
@AutoConfiguration(
        after = {RollcallAutoConfiguration.class, RollcallSessionAutoConfiguration.class},
        // After Boot's own chains, which Boot leaves out when there is a chain already.
        afterName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration"
        })
@ConditionalOnClass({SecurityFilterChain.class, EnableWebSecurity.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ApplicationSettings.class)
public final class RollcallSecurityAutoConfiguration {

    RollcallSecurityAutoConfiguration() {}

    /**
     * Comes before the application's own chains, and matches only the base path. Asks for no CSRF token: the cookies
     * that carry any rights here, the dashboard's and the application's session cookie, count only for pages of the
     * same origin.
     */
    @Bean
    @Order(-10)
    @ConditionalOnSetting(value = "rollcall.security-chain", matchIfMissing = true)
    @ConditionalOnMissingBean(name = ChainCheck.OURS)
    SecurityFilterChain rollcallSecurityFilterChain(
            HttpSecurity http,
            RollcallRequests requests,
            ObjectProvider<SessionPeople> people,
            ObjectProvider<RequestAuthenticator> tokens,
            ObjectProvider<SecurityChainCustomizer> customizers) {
        people.ifAvailable(present ->
                http.securityContext(context -> context.securityContextRepository(new SessionContexts(present))));
        http.securityMatcher(requests)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                // It would ask each request for its session, to note its id: that counts as use of the session.
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable);
        RequestAuthenticator authenticator = tokens.getIfAvailable();
        if (authenticator != null) {
            http.addFilterBefore(new RequestAuthenticationFilter(authenticator), AnonymousAuthenticationFilter.class);
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(http));
        return http.build();
    }

    /** Warns at the start about a chain of the application that keeps tabs out. */
    @Bean
    static ChainCheck rollcallChainCheck(
            ListableBeanFactory beans, ApplicationSettings settings, ObjectProvider<WebEnvironment> environment) {
        WebEnvironment present = environment.getIfAvailable();
        return new ChainCheck(beans, present == null ? "" : present.path(), settings.value(ContractSettings.BASE_PATH));
    }

    /** Matches what Rollcall's servlet serves, for the chain above and for chains of the application. */
    @Bean
    RollcallRequests rollcallRequests(
            ObjectProvider<ServletRegistrationBean<?>> servlets, ObjectProvider<Protocol> protocol) {
        return new RollcallRequests(servlets, protocol);
    }

    /** Knows the people who are signed in by a session. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(RequestSessions.class)
    SessionPeople rollcallSessionPeople(
            RequestSessions sessions,
            ApplicationSettings settings,
            ObjectProvider<GrantedAuthorityDefaults> defaults,
            ObjectProvider<SessionRegistry> registries) {
        GrantedAuthorityDefaults prefix = defaults.getIfAvailable(() -> new GrantedAuthorityDefaults("ROLE_"));
        return new SessionPeople(
                sessions,
                PeopleRights.of(settings),
                prefix.getRolePrefix(),
                id -> holds(registries.getIfAvailable(), id));
    }

    private static boolean holds(@Nullable SessionRegistry registry, String id) {
        SessionInformation session = registry == null ? null : registry.getSessionInformation(id);
        return session == null || !session.isExpired();
    }

    /** For applications that accept JWTs. */
    @ConditionalOnSetting(value = "rollcall.security-chain", matchIfMissing = true)
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

    /** For applications that ask another server about tokens. */
    @ConditionalOnSetting(value = "rollcall.security-chain", matchIfMissing = true)
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
