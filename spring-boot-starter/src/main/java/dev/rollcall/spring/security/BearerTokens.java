// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Authenticates people by the application's own bearer tokens. Rollcall's secrets travel in the same header and are never
 * passed on: checking a token may mean a request to another server.
 *
 * @param resolver finds the token in a request
 * @param provider checks the token
 * @param secrets Rollcall's own
 */
record BearerTokens(BearerTokenResolver resolver, AuthenticationProvider provider, AdminSecrets secrets)
        implements RequestAuthenticator {

    @Override
    public @Nullable Authentication authenticate(HttpServletRequest request) {
        if (secrets.match(AdminSecrets.presented(request.getHeader("Authorization"))) != null) {
            return null;
        }
        String token = resolver.resolve(request);
        return token == null ? null : provider.authenticate(new BearerTokenAuthenticationToken(token));
    }
}
