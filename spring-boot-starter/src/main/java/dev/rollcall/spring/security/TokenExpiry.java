// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Token;

/** The expiry of the token that somebody has signed in with. Loaded only where Spring Security supports tokens. */
final class TokenExpiry {

    private TokenExpiry() {}

    /** Returns when the token expires; null when there is no token, or it does not expire. */
    static @Nullable Instant of(@Nullable Principal principal) {
        return principal instanceof Authentication person && person.getCredentials() instanceof OAuth2Token token
                ? token.getExpiresAt()
                : null;
    }
}
