// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** What Spring Security has granted somebody. Loaded only where Spring Security is. */
final class Authorities {

    private Authorities() {}

    /** Whether somebody was granted the authority of exactly this name. */
    static boolean holds(@Nullable Principal principal, String authority) {
        return principal instanceof Authentication person
                && person.isAuthenticated()
                && person.getAuthorities().stream().anyMatch(granted -> authority.equals(granted.getAuthority()));
    }
}
