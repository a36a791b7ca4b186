// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.match.RouteMatch;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommandJsonTest {

    private static final Actor CI = new Actor("ci", Via.SECRET);

    private static Command given(Order order) {
        return new Command("m4x1-1z141z3", 1_732_000_000_000L, CI, order, "build-3");
    }

    @Property
    void isReadAsItWasWritten(@ForAll("commands") Command command) {
        assertThat(CommandJson.read(CommandJson.write(command))).isEqualTo(command);
    }

    @Test
    void isTheJsonOfTheContract() {
        Command reload = given(Order.reload(Target.route("/checkout").and(Target.outdated())));
        assertThat(new String(CommandJson.write(reload), UTF_8))
                .isEqualTo("{\"id\":\"m4x1-1z141z3\",\"at\":1732000000000,\"by\":\"ci\",\"via\":\"secret\","
                        + "\"version\":\"build-3\",\"action\":\"reload\","
                        + "\"target\":{\"route\":\"/checkout\",\"match\":\"prefix\",\"outdated\":true}}");
        Command release = given(Order.release("build-3", true));
        assertThat(new String(CommandJson.write(release), UTF_8))
                .endsWith("\"version\":\"build-3\",\"action\":\"release\",\"force\":true}");
    }

    @Test
    void twoRoutesNarrowEachOtherInTheTextToo() {
        Target both = Target.route("/a").and(Target.route(RouteMatch.GLOB, "**/b"));
        assertThat(TargetJson.write(both).toString()).contains("and=[{route=**/b, match=glob}]");
        assertThat(TargetJson.read(TargetJson.write(both))).isEqualTo(both);
    }

    @Test
    void codeOfTheApplicationHasNoText() {
        Command local = given(Order.reload(Target.route((String route) -> true)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.write(local))
                .withMessageContaining("expected: data only");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        for (String text : List.of(
                "",
                "[]",
                "{}",
                "{\"id\":\"a\",\"at\":1,\"by\":\"ci\",\"via\":\"pigeon\",\"version\":\"v\",\"action\":\"reload\","
                        + "\"target\":\"all\"}",
                "{\"id\":\"a\",\"at\":1,\"by\":\"ci\",\"via\":\"secret\",\"version\":\"v\",\"action\":\"reload\"}",
                "{\"id\":\"a\",\"at\":1,\"by\":\"ci\",\"via\":\"secret\",\"version\":\"v\",\"action\":\"reload\","
                        + "\"target\":{\"rout\":\"/a\"}}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CommandJson.read(text.getBytes(UTF_8)))
                    .withMessageContaining("expected: ");
        }
    }

    @Provide
    Arbitrary<Command> commands() {
        Arbitrary<Order> orders = Arbitraries.oneOf(
                Combinators.combine(names(), Arbitraries.of(true, false)).as(Order::release),
                targets().map(Order::reload),
                targets().map(Order::announce),
                Combinators.combine(targets(), messages()).as(Order::send));
        Arbitrary<Actor> actors = Combinators.combine(names(), Arbitraries.of(Arrays.asList(Via.values())))
                .as(Actor::new);
        return Combinators.combine(names(), Arbitraries.longs(), actors, orders)
                .as((id, at, by, order) -> new Command(id, at, by, order, version(order)));
    }

    private static String version(Order order) {
        return order.action() instanceof Action.ReleaseVersion release ? release.version() : "build-3";
    }

    private static Arbitrary<Target> targets() {
        Arbitrary<Set<String>> sets = names().set().ofMinSize(1).ofMaxSize(3);
        Arbitrary<Target> parts = Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of(RouteMatch.PREFIX, RouteMatch.EXACT, RouteMatch.GLOB),
                                names().map(name -> "/" + name))
                        .as(Target::route),
                sets.map(Target::versions),
                sets.map(Target::ids),
                sets.map(Target::users),
                Arbitraries.integers().between(1, 100).map(Target::percent),
                Arbitraries.just(Target.outdated()));
        return parts.list().ofMaxSize(5).map(all -> all.stream().reduce(Target.all(), Target::and));
    }

    private static Arbitrary<Message> messages() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                names().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.integers().map(n -> Map.of("deep", List.of(n))));
        return Combinators.combine(names(), values).as((name, value) -> Message.of("hello", Map.of("x" + name, value)));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withChars("aZ9/ü日\"\\<&").ofMinLength(1).ofMaxLength(12);
    }
}
