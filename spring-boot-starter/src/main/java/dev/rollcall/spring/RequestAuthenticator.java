// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Tells by a request alone who sends it. Thread-safe. */
@FunctionalInterface
interface RequestAuthenticator {

    /** Who it is; null when the request does not prove it. */
    @Nullable
    Authentication authenticate(HttpServletRequest request);
}
