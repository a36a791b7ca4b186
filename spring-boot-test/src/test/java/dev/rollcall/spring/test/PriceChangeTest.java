// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "rollcall.current-version=build-1")
@AutoConfigureRollcall
class PriceChangeTest {

    @Autowired
    private TestTabs tabs;

    @Autowired
    private Shop.Prices prices; // a controller, which injects Rollcall

    @Autowired
    private Rollcall rollcall;

    @AfterEach
    void closeTabs() {
        tabs.closeAll();
    }

    @Test
    void aChangedPriceReloadsThePagesThatShowIt() {
        TestTab checkout = tabs.open("/checkout", "build-1");
        TestTab about = tabs.open("/about", "build-1");

        prices.changed();

        assertThat(checkout.reloadCommand()).isNotNull();
        assertThat(about.reloadCommand()).isNull();
        TestTab after = checkout.reload("build-1"); // the page is loaded anew: the tab comes back
        assertThat(after.route()).isEqualTo("/checkout");
    }

    @Test
    void aTabThatGivesNoSignOfLifeIsNotCountedForLong() {
        TestTab laptop = tabs.open("/", "build-1");
        laptop.loseNetwork();
        tabs.advance(Duration.ofMinutes(2));
        assertThat(rollcall.stats().total()).isZero();
    }
}
