// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredClaimTest {

    private static final String CLAIMS = """
            {"role": "admin", "level": 3, "ratio": 1.5, "isAdmin": true, "isGuest": false, "zero": 0, "empty": "",
             "nothing": null, "none": [], "bare": {}, "note": "not admin at all", "scope": "openid stats:read",
             "user": {"role": "editor", "email": "bob@example.org", "deep": {"er": ["x", 7, {"y": "z"}]}},
             "realm_access": {"roles": ["user", "admin"]},
             "https://example.org/roles": ["ops"], "odd.key": {"in.side": "here"}}
            """;

    @ParameterizedTest
    @DisplayName("S2: accepted values are found at any depth")
    @ValueSource(
            strings = {
                "role=admin",
                "role=owner|admin",
                "level=3",
                "ratio=1.5",
                "isAdmin=true",
                "isAdmin",
                "isGuest=false",
                "role",
                "user",
                "user.email=ann@example.org|bob@example.org",
                "realm_access.roles=admin",
                "realm_access.roles",
                "user.deep.er=7",
                "https://example.org/roles=ops",
                "odd.key.in.side=here",
                "scope=stats:read",
                " role = admin ",
            })
    void matches(String required) {
        assertThat(RequiredClaim.parse(required).matches(claims())).isTrue();
    }

    @ParameterizedTest
    @DisplayName("S2: similar values are not accepted")
    @ValueSource(
            strings = {
                "role=Admin",
                "role=adm",
                "role=administrator",
                "note=admin",
                "level=30",
                "isGuest",
                "zero",
                "empty",
                "nothing",
                "nothing=null",
                "none",
                "bare",
                "missing",
                "missing=admin",
                "role.admin",
                "user=editor",
                "user.role=admin",
                "realm_access.roles=adm",
                "realm_access=admin",
                "user.deep.er=z",
                "user.deep.er.y=z",
                "scope=stats",
                "user.",
                ".role=admin",
            })
    void doesNotMatch(String required) {
        assertThat(RequiredClaim.parse(required).matches(claims())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "=admin", "role=", "role=a|", "role=|a"})
    void refusesIncompleteConditions(String text) {
        assertThatThrownBy(() -> RequiredClaim.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("claim: ")
                .hasMessageContaining("for example user.role=admin");
    }

    @Test
    void text() {
        assertThat(RequiredClaim.parse("user.email = b | a")).hasToString("user.email=a|b");
        assertThat(RequiredClaim.parse("isAdmin")).hasToString("isAdmin");
    }

    private static java.util.Map<String, Object> claims() {
        try {
            return JSONObjectUtils.parse(CLAIMS);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
