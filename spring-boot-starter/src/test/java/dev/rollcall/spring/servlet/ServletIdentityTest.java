// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.app.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;

class ServletIdentityTest {

    private static final OAuth2AccessToken TOKEN =
            new OAuth2AccessToken(TokenType.BEARER, "token", Tokens.PAST, Tokens.FUTURE);

    @Test
    void statsAreAllowedUntilTheTokenExpires() {
        assertThat(stats("SCOPE_stats", person(TOKEN, "SCOPE_stats"))).isEqualTo(Decision.grantedUntil(Tokens.FUTURE));
        assertThat(stats("SCOPE_stats", person("password", "SCOPE_stats"))).isEqualTo(Decision.granted());
    }

    @Test
    void statsAreAllowedToARoleAndToAnAuthorityOfTheSameName() {
        assertThat(stats("ADMIN", person("password", "ROLE_ADMIN")).allowed()).isTrue();
        assertThat(stats("ROLE_ADMIN", person("password", "ROLE_ADMIN")).allowed())
                .isTrue();
        assertThat(stats("ADMIN", person("password", "ROLE_USER")).allowed()).isFalse();
        assertThat(stats(null, person("password", "ROLE_ADMIN")).allowed()).isFalse();
        assertThat(stats("ADMIN", null).allowed()).isFalse();
    }

    @Test
    void namesArePassedOnOnlyIfTheyAreWanted() {
        assertThat(identity(new ServletIdentity(true, null, null), person("password", "ROLE_USER"))
                        .name())
                .isEqualTo("grace");
        assertThat(identity(new ServletIdentity(false, null, null), person("password", "ROLE_USER"))
                        .name())
                .isNull();
    }

    private static Decision stats(@Nullable String role, @Nullable Authentication person) {
        return identity(new ServletIdentity(false, role, null), person).stats();
    }

    private static Identity identity(ServletIdentity resolver, @Nullable Authentication person) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(person);
        return resolver.resolve(request);
    }

    private static Authentication person(Object credentials, String authority) {
        return new TestingAuthenticationToken("grace", credentials, authority);
    }
}
