// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class BearerTokensTest {

    private final AuthenticationProvider provider = mock(AuthenticationProvider.class);
    private final BearerTokens tokens = new BearerTokens(
            new DefaultBearerTokenResolver(),
            provider,
            AdminSecrets.builder().admin("admin", "correct-horse").build());

    @Test
    void asksNobodyAboutRollcallsOwnSecret() {
        assertThat(tokens.authenticate(request("Bearer correct-horse"))).isNull();
        assertThat(tokens.authenticate(request("correct-horse"))).isNull();
        assertThat(tokens.authenticate(request("Basic YWRhOng="))).isNull();
        assertThat(tokens.authenticate(request(null))).isNull();
        verifyNoInteractions(provider);
    }

    @Test
    void letsTheRequestPassWhateverAilsTheCheck() throws ServletException, IOException {
        when(provider.authenticate(any())).thenThrow(new IllegalStateException("the issuer cannot be reached"));
        MockFilterChain chain = new MockFilterChain();
        new RequestAuthenticationFilter(tokens).doFilter(request("Bearer token"), new MockHttpServletResponse(), chain);
        assertThat(chain.getRequest()).isNotNull();
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }

    @Test
    void statsAreSeenForAsLongAsTheTokenIsGood() {
        Principals principals = new Principals(false, "SCOPE_stats");
        assertThat(decided(principals, person(accessToken(), "SCOPE_stats")))
                .isEqualTo(Decision.grantedUntil(Tokens.FUTURE));
        assertThat(decided(principals, person("password", "SCOPE_stats"))).isEqualTo(Decision.granted());
        assertThat(decided(principals, person(accessToken(), "SCOPE_other"))).isEqualTo(Decision.denied());
        assertThat(decided(principals, null)).isEqualTo(Decision.denied());
    }

    private static Decision decided(Principals principals, @Nullable Authentication person) {
        MockHttpServletRequest request = request(null);
        request.setUserPrincipal(person);
        return principals.of(request).stats();
    }

    private static Authentication person(Object credentials, String authority) {
        return new TestingAuthenticationToken("grace", credentials, authority);
    }

    private static OAuth2AccessToken accessToken() {
        return new OAuth2AccessToken(TokenType.BEARER, "token", Tokens.PAST, Tokens.FUTURE);
    }

    private static MockHttpServletRequest request(@Nullable String authorization) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        return request;
    }
}
