// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** An application whose tabs carry the names of people. */
@SpringBootTest(
        classes = Shop.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {"rollcall.current-version=build-1", "rollcall.user-label=true"})
@AutoConfigureRollcall
class UserLabelTest {

    @Autowired
    private TestTabs tabs;

    @Autowired
    private Rollcall rollcall;

    @Test
    void aTabOfSomebodyWhoIsSignedInCarriesTheirName() {
        TestTab alice = tabs.tab().signedIn("alice", false).open();
        tabs.tab().open();
        assertThat(rollcall.connections(Target.users(Set.of("alice"))))
                .singleElement()
                .satisfies(tab -> assertThat(tab.id()).isEqualTo(alice.id()));
    }
}
