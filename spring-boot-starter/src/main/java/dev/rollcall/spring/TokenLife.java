// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Token;

/** For how long a token is good. Loaded only where Spring Security knows tokens. */
final class TokenLife {

    private TokenLife() {}

    /** When the token ends by which somebody is known; null when it is not by a token, or by one that does not end. */
    static @Nullable Instant end(@Nullable Principal principal) {
        return principal instanceof Authentication person && person.getCredentials() instanceof OAuth2Token token
                ? token.getExpiresAt()
                : null;
    }
}
