// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice with tabs. */
@WebMvcTest(Shop.Prices.class)
@AutoConfigureRollcall
@WithMockUser
class WebMvcSliceWithTabsTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private TestTabs tabs;

    @Test
    void aRequestReachesTheTabs() {
        TestTab tab = tabs.open("/checkout", "build-1");
        assertThat(mvc.post().uri("/prices").with(csrf())).bodyText().isEqualTo("1");
        assertThat(tab.reloadCommand()).isNotNull();
        tabs.closeAll();
    }
}
