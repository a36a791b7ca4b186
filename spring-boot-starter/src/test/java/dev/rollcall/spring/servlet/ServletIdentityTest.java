// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.Identity.Person;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.app.Tokens;
import dev.rollcall.spring.security.PeopleRights;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;

class ServletIdentityTest {

    private static final OAuth2AccessToken TOKEN =
            new OAuth2AccessToken(TokenType.BEARER, "token", Tokens.PAST, Tokens.FUTURE);

    @Test
    void statsAreAllowedUntilTheTokenExpires() {
        assertThat(stats("SCOPE_stats", person(TOKEN, "SCOPE_stats"))).isEqualTo(Decision.grantedUntil(Tokens.FUTURE));
        assertThat(stats("SCOPE_stats", person("password", "SCOPE_stats"))).isEqualTo(Decision.granted());
    }

    @Test
    void statsAreAllowedToARoleAndToAnAuthorityOfTheSameName() {
        assertThat(stats("ADMIN", person("password", "ROLE_ADMIN")).allowed()).isTrue();
        assertThat(stats("ROLE_ADMIN", person("password", "ROLE_ADMIN")).allowed())
                .isTrue();
        assertThat(stats("ADMIN", person("password", "ROLE_USER")).allowed()).isFalse();
        assertThat(stats(null, person("password", "ROLE_ADMIN")).allowed()).isFalse();
        assertThat(stats("ADMIN", null).allowed()).isFalse();
    }

    @Test
    void namesArePassedOnOnlyIfTheyAreWanted() {
        assertThat(identity(resolver(true, null), person("password", "ROLE_USER"))
                        .name())
                .isEqualTo("grace");
        assertThat(identity(resolver(false, null), person("password", "ROLE_USER"))
                        .name())
                .isNull();
    }

    @Test
    void thePrincipalIsPassedOnOnlyIfSomebodyAsksForIt() {
        Authentication grace = person("password", "ROLE_USER");
        PeopleRights none = new PeopleRights(false, null, Set.of());
        assertThat(identity(new ServletIdentity(none, true, null), grace).principal())
                .isSameAs(grace);
        assertThat(identity(new ServletIdentity(none, false, null), grace).principal())
                .isNull();
        assertThat(identity(resolver(true, "USER"), grace).principal()).isNull();
        assertThat(identity(new ServletIdentity(none, true, null), null)).isEqualTo(Identity.NOBODY);
    }

    @Test
    void theDashboardLearnsWhoItIsAndWhichOfItsRolesTheyHold() {
        Identity identity = identity(resolver(false, null, "ADMIN", "SCOPE_ops", "USER"), person("pw", "ROLE_ADMIN"));
        assertThat(identity.person()).isEqualTo(new Person("grace", Set.of("ADMIN")));
        assertThat(identity.name()).as("the label of tabs is another setting").isNull();
        assertThat(identity.stats()).isEqualTo(Decision.granted());
        Identity other = identity(resolver(true, null, "ADMIN"), person("pw", "ROLE_USER"));
        assertThat(other.person()).isEqualTo(new Person("grace", Set.of()));
        assertThat(other.stats()).isEqualTo(Decision.denied());
        assertThat(identity(resolver(true, "ADMIN", "ADMIN"), null)).isEqualTo(Identity.NOBODY);
        assertThat(identity(resolver(true, "ADMIN"), person("pw", "ROLE_ADMIN")).person())
                .isNull();
    }

    private static Decision stats(@Nullable String role, @Nullable Authentication person) {
        return identity(resolver(false, role), person).stats();
    }

    private static ServletIdentity resolver(boolean label, @Nullable String role, String... dashboard) {
        return new ServletIdentity(new PeopleRights(label, role, Set.of(dashboard)), false, null);
    }

    private static Identity identity(ServletIdentity resolver, @Nullable Authentication person) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(person);
        return resolver.resolve(request);
    }

    private static Authentication person(Object credentials, String authority) {
        return new TestingAuthenticationToken("grace", credentials, authority);
    }
}
