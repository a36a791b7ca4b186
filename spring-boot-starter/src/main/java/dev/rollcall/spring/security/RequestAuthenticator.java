// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Authenticates the sender of a request by the request alone. Thread-safe. */
@FunctionalInterface
interface RequestAuthenticator {

    /** Returns who the sender is; null when the request does not say. Throws when the proof is not accepted. */
    @Nullable
    Authentication authenticate(HttpServletRequest request);
}
