// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.ClientVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice without this module: a controller that injects Rollcall and ClientVersions still loads. */
@WebMvcTest(Shop.Prices.class)
@TestPropertySource(properties = {"rollcall.current-version=build-2", "rollcall.data-dir=none"})
@WithMockUser
class WebMvcSliceTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Rollcall rollcall;

    @Test
    void theControllerAnswersByTheBuildOfThePage() {
        rollcall.announce("build-3");
        assertThat(mvc.get().uri("/prices").header(ClientVersion.HEADER, "build-2"))
                .bodyText()
                .isEqualTo("old");
        assertThat(mvc.get().uri("/prices").header(ClientVersion.HEADER, "build-3"))
                .bodyText()
                .isEqualTo("new");
    }

    @Test
    @DisplayName("the contract is a servlet next to the DispatcherServlet, the only one that MockMvc knows")
    void theContractIsNotThere() {
        assertThat(mvc.get().uri("/__skew/health")).hasStatus(404);
    }
}
