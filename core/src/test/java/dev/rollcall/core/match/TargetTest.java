// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetTest {

    private final Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
    private final Connection cart = open("v1", "/shop/cart", "ann");
    private final Connection shop = open("v2", "/shop", "bob");
    private final Connection shops = open("v2", "/shops", null);
    private final Connection home = open("v3", "/", "ann");

    @Test
    void eachMeansWhatItsNameSays() {
        assertThat(matched(Target.all())).containsExactly(cart, shop, shops, home);
        assertThat(matched(Target.route("/shop"))).containsExactly(cart, shop, shops);
        assertThat(matched(Target.route("/"))).containsExactly(cart, shop, shops, home);
        assertThat(matched(Target.routeExactly("/shop"))).containsExactly(shop);
        assertThat(matched(Target.route(Pattern.compile("^/shop/\\w+$").asPredicate())))
                .containsExactly(cart);
        assertThat(matched(Target.versions(Set.of("v1", "v3")))).containsExactly(cart, home);
        assertThat(matched(Target.versions(Set.of()))).isEmpty();
        assertThat(matched(Target.outdated())).containsExactly(cart, home);
        assertThat(matched(Target.ids(Set.of(shop.id(), "unknown")))).containsExactly(shop);
        assertThat(matched(Target.users(Set.of("ann")))).containsExactly(cart, home);
    }

    @Test
    void severalNarrowEachOther() {
        assertThat(matched(Target.users(Set.of("ann")).and(Target.route("/shop"))))
                .containsExactly(cart);
        assertThat(matched(Target.route("/shop").and(Target.outdated()).and(Target.users(Set.of("bob")))))
                .isEmpty();
        assertThat(matched(Target.all().and(Target.outdated()))).containsExactly(cart, home);
    }

    @Test
    void aShareGrowsByTabsAndLosesNone() {
        List<Connection> tabs = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            tabs.add(open("v1", "/", null));
        }
        List<Connection> tenth = matched(Target.percent(10));
        List<Connection> half = matched(Target.percent(50));
        assertThat(half).containsAll(tenth);
        assertThat(tenth).hasSizeBetween(120, 280); // 200 expected, six standard deviations of 13
        assertThat(half).hasSizeBetween(850, 1_150);
        assertThat(matched(Target.percent(100))).containsAll(tabs);
        assertThatIllegalArgumentException().isThrownBy(() -> Target.percent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Target.percent(101));
    }

    @Test
    void saysInWordsWhatItMeans() {
        assertThat(Target.all()).hasToString("all tabs");
        assertThat(Target.all().and(Target.outdated())).hasToString("outdated");
        assertThat(Target.outdated().and(Target.all())).hasToString("outdated");
        assertThat(Target.routeExactly("/a")
                        .and(Target.versions(Set.of("b", "a")))
                        .and(Target.percent(5)))
                .hasToString("the route /a, versions a, b, 5 percent");
        assertThat(Target.users(IntStream.range(0, 500)
                                .mapToObj(i -> "user" + i)
                                .collect(Collectors.toSet()))
                        .toString())
                .hasSizeLessThan(230)
                .endsWith("... (500)");
    }

    @Test
    void isNotChangedByWhatHappensToItsSourceLater() {
        Set<String> versions = new HashSet<>(Set.of("v1"));
        Target target = Target.versions(versions);
        versions.add("v2");
        assertThat(matched(target)).containsExactly(cart);
    }

    @Test
    void asksARouteTestOnceForEachDifferentRoute() {
        for (int i = 0; i < 20; i++) {
            open("v1", "/shop", null);
        }
        AtomicInteger asked = new AtomicInteger();
        Target target = Target.route((String route) -> asked.incrementAndGet() > 0);
        assertThat(matched(target)).hasSize(24);
        assertThat(asked).hasValue(4);
    }

    private List<Connection> matched(Target target) {
        Predicate<Connection> test = target.compile(() -> "v2");
        return hub.list(test, 10_000, null).connections();
    }

    private Connection open(String version, String route, @Nullable String user) {
        return hub.open(new Admission(Transport.SSE, version, route, null, user), any -> new FakeTab());
    }
}
