// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class BearerTokensTest {

    private final AuthenticationProvider provider = mock(AuthenticationProvider.class);
    private final BearerTokens tokens = new BearerTokens(
            new DefaultBearerTokenResolver(),
            provider,
            AdminSecrets.builder().admin("admin", "correct-horse").build());

    @Test
    void doesNotPassRollcallsSecretsOn() {
        assertThat(tokens.authenticate(request("Bearer correct-horse"))).isNull();
        assertThat(tokens.authenticate(request("correct-horse"))).isNull();
        assertThat(tokens.authenticate(request("Basic YWRhOng="))).isNull();
        assertThat(tokens.authenticate(request(null))).isNull();
        verifyNoInteractions(provider);
    }

    @Test
    void letsTheRequestPassWhenTheCheckFails() throws ServletException, IOException {
        when(provider.authenticate(any())).thenThrow(new IllegalStateException("the issuer cannot be reached"));
        MockFilterChain chain = new MockFilterChain();
        new RequestAuthenticationFilter(tokens).doFilter(request("Bearer token"), new MockHttpServletResponse(), chain);
        assertThat(chain.getRequest()).isNotNull();
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }

    private static MockHttpServletRequest request(@Nullable String authorization) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        return request;
    }
}
