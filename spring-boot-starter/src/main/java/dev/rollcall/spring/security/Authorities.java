// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The authorities that Spring Security has granted somebody. Loaded only where Spring Security is present. */
final class Authorities {

    private Authorities() {}

    /** Returns whether somebody holds the authority of exactly this name. */
    static boolean holds(@Nullable Principal principal, String authority) {
        return principal instanceof Authentication person
                && person.isAuthenticated()
                && person.getAuthorities().stream().anyMatch(granted -> authority.equals(granted.getAuthority()));
    }
}
