// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.session.RequestSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;

/** Who is signed in by a session, and what happens when the session cannot be read. */
class SessionPeopleTest {

    private boolean broken;
    private boolean valid = true;
    private @Nullable Object context =
            new SecurityContextImpl(new TestingAuthenticationToken("grace", "password", "ROLE_ADMIN"));
    private final SessionPeople people = new SessionPeople(
            new OneSession(), new PeopleRights(false, "ADMIN", Set.of()), "ROLE_", id -> id.equals("id") && valid);

    @Test
    void somebodyIsSignedInAsLongAsTheSessionHoldsTheirContextAndIsValid() {
        assertThat(Objects.requireNonNull(people.find(new MockHttpServletRequest()))
                        .person()
                        .getName())
                .isEqualTo("grace");
        assertThat(people.now("key")).isEqualTo(Decision.granted());
        valid = false;
        assertThat(people.find(new MockHttpServletRequest())).isNull();
        assertThat(people.now("key")).isNull();
        valid = true;
        context = "of another kind";
        assertThat(people.find(new MockHttpServletRequest())).isNull();
    }

    @Test
    void aStoreThatFailsKeepsNoTabOutAndIsReportedToThoseWhoAskWhatHoldsNow() {
        broken = true;
        assertThat(people.find(new MockHttpServletRequest())).isNull();
        assertThatIllegalStateException().isThrownBy(() -> people.now("key")).withMessage("no connection to the store");
    }

    private final class OneSession implements RequestSessions {
        @Override
        public String key(HttpServletRequest request) {
            return "key";
        }

        @Override
        public String id(String key) {
            return "id";
        }

        @Override
        public @Nullable Object attribute(String key, String name) {
            if (broken) {
                throw new IllegalStateException("no connection to the store");
            }
            return context;
        }
    }
}
