// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.message.VersionNews;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.tab.input.TabMessage;
import dev.rollcall.protocol.wire.MessageEncoder;
import dev.rollcall.protocol.wire.TabFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The messages in {@code docs/fixtures} are what this side writes and reads; the client's tests read the same files. */
class FixturesTest {

    private static final Path FIXTURES = Path.of("..", "docs", "fixtures");
    private static final long TIME = 1_795_260_000_000L;

    private static final ConnectionInfo FOO =
            new ConnectionInfo("Zm9v", "build-2", "/", null, null, Transport.WEBSOCKET, TIME);
    private static final ConnectionInfo BAR =
            new ConnectionInfo("YmFy", "build-2", "/checkout", "203.0.113.0/24", "ada", Transport.SSE, TIME + 1);
    private static final ConnectionInfo BAZ =
            new ConnectionInfo("YmF6", "__proto__", "/ü/日本", null, null, Transport.POLLING, TIME + 2);
    private static final ConnectionInfo MOVED_BAZ =
            new ConnectionInfo("YmF6", "build-2", "/", null, null, Transport.POLLING, TIME + 2);
    private static final ConnectionInfo QUX =
            new ConnectionInfo("cXV4", "build-3", "/", null, null, Transport.SSE, TIME + 3);

    private static final Stats BEFORE = new Stats(
            4,
            "build-2",
            Map.of("build-2", 3, "__proto__", 1),
            Map.of("/", 2, "/checkout", 1, "/ü/日本", 1),
            Map.of(Transport.WEBSOCKET, 2, Transport.SSE, 1, Transport.POLLING, 1),
            List.of(FOO, BAR, BAZ),
            1,
            0,
            0,
            List.of("__proto__", "build-2"),
            2,
            List.of(),
            Coverage.ALONE);
    private static final Stats AFTER = new Stats(
            4,
            "build-3",
            Map.of("build-2", 3, "build-3", 1),
            Map.of("/", 3, "/ü/日本", 1),
            Map.of(Transport.WEBSOCKET, 1, Transport.SSE, 2, Transport.POLLING, 1),
            List.of(FOO, MOVED_BAZ, QUX),
            0,
            0,
            0,
            List.of("build-2", "build-3"),
            1,
            List.of(),
            Coverage.ALONE);

    @Test
    @DisplayName("every message to a tab is written as in docs/fixtures/to-tab")
    void toTab() throws IOException {
        Map<String, String> written = new LinkedHashMap<>();
        messages().forEach((name, message) -> written.put(name, json(message)));
        written.put("stats", json(new StatsMessage(BEFORE, 7)));
        written.put("stats-after-delta", json(new StatsMessage(AFTER, 8)));
        written.put("stats-delta", json(new StatsDelta(BEFORE, AFTER, 8)));

        assertThat(names("to-tab")).containsExactlyInAnyOrderElementsOf(written.keySet());
        for (Map.Entry<String, String> one : written.entrySet()) {
            assertThat(tree(one.getValue())).as(one.getKey()).isEqualTo(tree(fixture("to-tab", one.getKey())));
        }
    }

    @Test
    @DisplayName("every message from a tab is read as in docs/fixtures/from-tab")
    void fromTab() throws IOException {
        Map<String, TabMessage> read = Map.of(
                "ping", new TabMessage.Ping(),
                "route-update", new TabMessage.RouteUpdate("/shopping/ü"),
                "subscribe-stats", new TabMessage.SubscribeStats(true),
                "unsubscribe-stats", new TabMessage.UnsubscribeStats(),
                "ack", new TabMessage.Ack("k-17", "received", null));

        assertThat(names("from-tab")).containsExactlyInAnyOrderElementsOf(read.keySet());
        for (Map.Entry<String, TabMessage> one : read.entrySet()) {
            assertThat(TabMessage.read(fixture("from-tab", one.getKey()))).isEqualTo(one.getValue());
        }
    }

    @Test
    @DisplayName("the message types an application must not send are those of docs/fixtures/reserved-types.json")
    void reservedTypes() throws IOException {
        Map<String, @Nullable Object> types = tree(Files.readString(FIXTURES.resolve("reserved-types.json")));
        assertThat(texts(types, "reserved")).isNotEmpty().allMatch(MessageEncoder::isReserved);
        assertThat(texts(types, "free")).isNotEmpty().noneMatch(MessageEncoder::isReserved);
    }

    private static List<String> texts(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Message> messages() {
        Map<String, Object> command = Map.of(
                "version",
                "build-2",
                "force",
                true,
                "timestamp",
                TIME,
                "command",
                "k-17",
                "after",
                1_500,
                "deadline",
                TIME + 300_000);
        Map<String, Object> custom =
                Map.of("text", "Grüezi \"👋\"\n</script>", "seats", Arrays.asList(1, 2.5, null, Map.of("free", true)));
        return Map.ofEntries(
                Map.entry("connected", connected("build-2", false, false)),
                Map.entry("connected-behind", connected("build-1", true, true)),
                Map.entry("connected-ahead", connected("build-1", false, false)),
                Map.entry("keepalive", Messages.keepalive(TIME + 25_000)),
                Map.entry("pong", Messages.pong()),
                Map.entry("reload", new VersionNews("build-2", false, TIME, "mwqji1bu-skys").of(false, true)),
                Map.entry("reload-command", Message.of("version", command)),
                Map.entry("announcement", news("build-3", false).of(true, false)),
                Map.entry("announcement-of-own", news("build-2", false).of(false, false)),
                Map.entry("rollback", news("build-1", true).of(true, false)),
                Map.entry("stats-unauthorized", Messages.statsUnauthorized()),
                Map.entry("stats-undecided", Messages.statsUndecided(5_000)),
                Map.entry("reconnect", Messages.reconnect(4_200)),
                Map.entry("custom", Message.of("welcome", custom)));
    }

    private static Message connected(String version, boolean outdated, boolean rollback) {
        return Messages.connected(version, "Zm9v.cHJvb2Y", TIME, outdated, rollback);
    }

    private static VersionNews news(String version, boolean rollback) {
        return new VersionNews(version, rollback, TIME, "mwqji1bu-2b1x");
    }

    private static Map<String, @Nullable Object> tree(String json) {
        return Objects.requireNonNull(JsonTree.read(json.getBytes(UTF_8)), json);
    }

    private static String json(Message message) {
        TabFrame frame = MessageEncoder.frame(message, () -> "Zm9v");
        return new String(frame.encoded().json(), UTF_8) + new String(frame.tailOrEmpty(), UTF_8);
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .toList();
        }
    }

    private static String fixture(String folder, String name) throws IOException {
        return Files.readString(FIXTURES.resolve(folder).resolve(name + ".json"));
    }
}
