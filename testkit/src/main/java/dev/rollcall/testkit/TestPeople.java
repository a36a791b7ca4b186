// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.Identity.Person;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an application's own authentication: the header {@value #HEADER} of a request names the person it comes
 * from, as a session cookie would. For hosts under {@link dev.rollcall.testkit.contract.IdentityContract}.
 */
public final class TestPeople {

    /** The header. Its value is a percent-encoded name, a space, and roles separated by commas. */
    public static final String HEADER = "Test-Person";

    private TestPeople() {}

    /**
     * Returns the headers of a request from a person.
     *
     * @param name percent-encoded
     * @param roles the roles that the person holds; without any, the person may not see stats
     */
    public static String[] signedIn(String name, String... roles) {
        return new String[] {HEADER, name + " " + String.join(",", roles)};
    }

    /**
     * Returns the person a request comes from.
     *
     * @param header the value of {@value #HEADER}; null if there is none
     * @return null when nobody is signed in
     */
    public static @Nullable Identity of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.split(" ", 2);
        Set<String> roles = parts.length == 1 || parts[1].isEmpty() ? Set.of() : Set.of(parts[1].split(",", -1));
        Decision stats = roles.isEmpty() ? Decision.denied() : Decision.granted();
        return new Identity(null, stats, new Person(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), roles));
    }
}
