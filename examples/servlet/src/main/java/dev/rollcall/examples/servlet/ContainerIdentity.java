// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.servlet.ServletIdentityResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Knows the people who are signed in to the container, by whatever login it is configured with. Their names become the
 * labels of their tabs, and those with the role {@code admin} may see stats. Thread-safe.
 */
final class ContainerIdentity implements ServletIdentityResolver {

    @Override
    public @Nullable Identity resolve(HttpServletRequest request) {
        Principal person = request.getUserPrincipal();
        if (person == null) {
            return null;
        }
        return new Identity(person.getName(), request.isUserInRole("admin") ? Decision.granted() : Decision.denied());
    }
}
