// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;

/** When Rollcall adds a chain, and what checks bearer tokens. */
class RollcallSecurityAutoConfigurationTest {

    private static final String CHAIN = "rollcallSecurityFilterChain";

    private final WebApplicationContextRunner web = SecuredContext.runner();

    @Test
    void addsItsChainBesideBootsOwn() {
        web.run(context -> assertThat(context).hasNotFailed().hasBean(CHAIN));
        web.run(context ->
                assertThat(context.getBeansOfType(SecurityFilterChain.class)).hasSize(2));
    }

    @Test
    void addsNoChainWhenDisabled() {
        web.withPropertyValues("rollcall.security-chain=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CHAIN));
        web.withPropertyValues("rollcall.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CHAIN));
    }

    @Test
    void addsNoChainWithoutSpringSecurity() {
        web.withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CHAIN));
    }

    @Test
    void usesTheApplicationsOwnChain() {
        SecurityFilterChain own = mock(SecurityFilterChain.class);
        web.withBean(CHAIN, SecurityFilterChain.class, () -> own)
                .run(context -> assertThat(context.getBean(CHAIN)).isSameAs(own));
    }

    @Test
    void checksTokensIfTheApplicationAcceptsThem() {
        JwtDecoder jwts = mock(JwtDecoder.class);
        OpaqueTokenIntrospector introspector = mock(OpaqueTokenIntrospector.class);
        web.run(context -> assertThat(context).doesNotHaveBean(RequestAuthenticator.class));
        web.withBean(JwtDecoder.class, () -> jwts)
                .run(context -> assertThat(context).hasBean("rollcallJwts"));
        web.withBean(OpaqueTokenIntrospector.class, () -> introspector)
                .run(context -> assertThat(context).hasBean("rollcallOpaqueTokens"));
        web.withBean(JwtDecoder.class, () -> jwts)
                .withBean(OpaqueTokenIntrospector.class, () -> introspector)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RequestAuthenticator.class)
                        .hasBean("rollcallJwts"));
    }

    @Test
    void checksNoTokensIfThereAreTwoDecoders() {
        web.withBean("one", JwtDecoder.class, () -> mock(JwtDecoder.class))
                .withBean("another", JwtDecoder.class, () -> mock(JwtDecoder.class))
                .run(context ->
                        assertThat(context).hasNotFailed().hasBean(CHAIN).doesNotHaveBean(RequestAuthenticator.class));
    }

    @Test
    void startsWithoutTheClassesForTokens() {
        web.withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"))
                .run(context ->
                        assertThat(context).hasNotFailed().hasBean(CHAIN).doesNotHaveBean(RequestAuthenticator.class));
    }
}
