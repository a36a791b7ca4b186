// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Tabs without a web server at all. */
@SpringBootTest(
        classes = Shop.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {"rollcall.current-version=build-1", "rollcall.limits.connections=3"})
@AutoConfigureRollcall
class TestTabsTest {

    @Autowired
    private TestTabs tabs;

    @Autowired
    private Rollcall rollcall;

    @Autowired
    private Shop.Prices prices;

    @AfterEach
    void nobodyIsLeft() {
        tabs.closeAll();
        assertThat(rollcall.stats().total()).isZero();
    }

    @Test
    void anOpenTabIsCountedWhereItIs() {
        TestTab tab = tabs.open("/checkout", "build-1");
        assertThat(rollcall.stats().total()).isEqualTo(1);
        assertThat(rollcall.connection(tab.id())).isNotNull();
        assertThat(rollcall.connections(Target.route("/checkout"))).hasSize(1);
        tab.navigate("/done");
        assertThat(tab.route()).isEqualTo("/done");
        assertThat(rollcall.connections(Target.route("/checkout"))).isEmpty();
        assertThat(rollcall.connections(Target.route("/done"))).hasSize(1);
        tab.close();
        assertThat(tab.isOpen()).isFalse();
        assertThat(tab.disconnect()).isNull();
        assertThat(rollcall.stats().total()).isZero();
    }

    @Test
    void aTabLearnsThatItIsOutdatedAndIsNotWhenItHasReloaded() {
        TestTab tab = tabs.open("/", "build-1");
        assertThat(tab.isOutdated()).isFalse();
        rollcall.announce("build-2");
        assertThat(tab.isOutdated()).isTrue();
        assertThat(tab.message("version").field("version")).isEqualTo("build-2");
        assertThat(tab.reloadCommand()).isNull();
        TestTab after = tab.reload("build-2");
        assertThat(after.isOutdated()).isFalse();
        assertThat(after.version()).isEqualTo("build-2");
        assertThat(tabs.open()).containsExactly(after);
        rollcall.announce("build-1");
    }

    @Test
    void aTabRunsTheBuildThatItNamesOrThatOfItsCookieOrElseTheCurrentOne() {
        TestTab named = tabs.open("/", "build-0");
        TestTab byCookie = tabs.tab().header("Cookie", "__nkpv=build-9").open();
        TestTab silent = tabs.tab().open();
        byCookie.close();
        assertThat(List.of(named.version(), byCookie.version(), silent.version()))
                .containsExactly("build-0", "build-9", "build-1");
    }

    @Test
    void aCommandReachesTheTabsOfItsTargetAndItsReceiptFollowsThem() {
        TestTab there = tabs.open("/checkout", "build-1");
        TestTab elsewhere = tabs.open("/about", "build-1");
        assertThat(prices.changed()).isEqualTo(1);
        assertThat(there.reloadCommand()).isNotNull();
        assertThat(elsewhere.reloadCommand()).isNull();
        assertThatIllegalStateException().isThrownBy(() -> elsewhere.acknowledge("received"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> there.acknowledge("done"))
                .withMessage("state: done (expected: received, deferred or reloading)");
        there.acknowledge("received");
        TestTab again = there.reload("build-1");
        assertThat(again.isOpen()).isTrue();
        assertThat(again.route()).isEqualTo("/checkout");
        assertThat(rollcall.connections(Target.route("/checkout"))).hasSize(1);
    }

    @Test
    void aPacedCommandGoesOnAsTimePasses() {
        TestTab first = tabs.open("/sale", "build-1");
        TestTab second = tabs.open("/sale", "build-1");
        Order paced = Order.reload(Target.route("/sale")).at(Pace.over(Duration.ofMinutes(2)));
        assertThat(rollcall.give(paced, Actor.APPLICATION).matched()).isEqualTo(2);
        tabs.advance(Duration.ofMinutes(3));
        assertThat(first.reloadCommand()).isNotNull().isEqualTo(second.reloadCommand());
    }

    @Test
    void aTabThatGivesNoSignOfLifeIsGivenUp() {
        TestTab alive = tabs.open("/", "build-1");
        TestTab silent = tabs.open("/", "build-1");
        silent.loseNetwork();
        tabs.advance(Duration.ofMinutes(5));
        assertThat(silent.isOpen()).isFalse();
        assertThat(silent.disconnect()).isEqualTo(Disconnect.LOST);
        assertThat(alive.isOpen()).isTrue();
    }

    @Test
    void aTabThatIsNotAdmittedSaysWhy() {
        tabs.open("/1", "build-1");
        tabs.open("/2", "build-1");
        tabs.open("/3", "build-1");
        assertThatExceptionOfType(TabRefusedException.class)
                .isThrownBy(() -> tabs.open("/4", "build-1"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(503));
        assertThatExceptionOfType(TabRefusedException.class)
                .isThrownBy(() -> tabs.open("no-slash", "build-1"))
                .withMessageContaining("400")
                .withMessageContaining("route");
        assertThatExceptionOfType(TabRefusedException.class)
                .isThrownBy(() ->
                        tabs.tab().header("Origin", "https://evil.example").open())
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void anObserverIsCountedApart() {
        TestTab observer = tabs.tab().observer().open();
        assertThat(observer.isOpen()).isTrue();
        assertThat(rollcall.stats().total()).isZero();
        assertThat(rollcall.stats().observers()).isEqualTo(1);
    }

    @Test
    void anApplicationsOwnMessageArrivesAsItWasSent() {
        TestTab tab = tabs.tab().version("build-1").route("/chat").open();
        rollcall.send(Target.route("/chat"), Message.of("welcome", Map.of("text", "Grüße")));
        assertThat(tab.message("welcome").fields()).containsEntry("text", "Grüße");
        assertThat(tab.messages("welcome")).hasSize(1);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> tab.message("farewell"))
                .withMessageContaining("welcome");
    }

    @Test
    void somebodyWhoMaySeeStatsGetsThemAndAStrangerDoesNot() {
        TestTab admin = tabs.tab().route("/admin").signedIn("alice", true).open();
        TestTab stranger = tabs.open("/admin", "build-1");
        admin.subscribeStats();
        stranger.subscribeStats();
        // Authorizers may block, so they are asked by threads of their own.
        await().untilAsserted(
                        () -> assertThat(admin.message("stats").field("total")).isEqualTo(2));
        await().untilAsserted(() ->
                assertThat(stranger.messages("stats-unauthorized")).hasSize(1));
        assertThat(stranger.messages("stats")).isEmpty();
        assertThat(rollcall.connections(Target.users(Set.of("alice"))))
                .as("rollcall.user-label is off")
                .isEmpty();
    }
}
