// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.wire.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People who read and command, when a load balancer brings each of their requests to another node. */
@Timeout(60)
class PeopleTest {

    private static final String SECRET = "{\"secret\":\"correct-horse\"}";
    private static final Pattern ITEM = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");

    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;

    @BeforeEach
    void start() {
        served.start(
                3,
                options -> options.secrets(
                        AdminSecrets.builder().admin("ada", "correct-horse").build()));
    }

    @AfterEach
    void close() {
        served.close();
    }

    private String signIn(int node, String body) {
        Response answer = served.ask(node, "POST", "/admin/session", "", body);
        assertThat(answer.status()).isEqualTo(200);
        String cookie = Objects.requireNonNull(answer.headers().get("Set-Cookie"));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private Response read(int node, String path, String query, String session) {
        return served.ask(node, "GET", path, query, "", "cookie", session);
    }

    private int stats(int node, String session) {
        return read(node, "/admin/stats", "", session).status();
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }

    private static List<String> ids(Response page) {
        assertThat(page.status()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        Matcher item = ITEM.matcher(text(page));
        while (item.find()) {
            ids.add(item.group(1));
        }
        return ids;
    }

    @Test
    @DisplayName("a person who signs in at one node is signed in at all, and one who signs out is signed out at all")
    void session() {
        String session = signIn(0, SECRET);
        assertThat(List.of(stats(0, session), stats(1, session), stats(2, session)))
                .containsExactly(200, 200, 200);
        assertThat(text(read(2, "/admin/session", "", session))).contains("\"name\":\"ada\"");
        assertThat(served.ask(1, "DELETE", "/admin/session", "", "", "cookie", session)
                        .status())
                .isEqualTo(200);
        assertThat(List.of(stats(0, session), stats(1, session), stats(2, session)))
                .containsExactly(401, 401, 401);
    }

    @Test
    @DisplayName("a node that is cut off while a person signs out learns of it when it is back")
    void signedOutMeanwhile() {
        String session = signIn(0, SECRET);
        assertThat(stats(2, session)).isEqualTo(200);
        fleet.network.cut(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(70));
        served.ask(0, "DELETE", "/admin/session", "", "", "cookie", session);
        assertThat(stats(0, session)).isEqualTo(401);
        fleet.pass(Duration.ofSeconds(70));
        fleet.network.mend(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(10));
        assertThat(stats(2, session)).isEqualTo(401);
        assertThat(stats(1, session)).isEqualTo(401);
    }

    @Test
    @DisplayName("a sign-out that could not be passed on is passed on later")
    void toldLater() {
        String session = signIn(0, SECRET);
        assertThat(stats(1, session)).isEqualTo(200);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(15));
        assertThat(served.ask(0, "DELETE", "/admin/session", "", "", "cookie", session)
                        .status())
                .isEqualTo(200);
        assertThat(stats(1, session)).isEqualTo(200);
        fleet.network.mend(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(20));
        assertThat(stats(1, session)).isEqualTo(401);
    }

    @Test
    @DisplayName("a link signs one person in, once, at any node")
    void link() {
        String path = served.protocols.get(0).signInLink();
        String link = "{\"link\":\"" + path.substring(path.indexOf('=') + 1) + "\"}";
        String session = signIn(2, link);
        assertThat(stats(1, session)).isEqualTo(200);
        for (int node = 0; node < 3; node++) {
            assertThat(served.ask(node, "POST", "/admin/session", "", link).status())
                    .isEqualTo(401);
        }
    }

    @Test
    @DisplayName("while a node that may know a session is silent, nobody is told that they are signed out")
    void silentNode() {
        String session = signIn(0, SECRET);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        Response answer = read(1, "/admin/stats", "", session);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
    }

    @Test
    @DisplayName("other nodes are asked about tokens that strangers make up only a limited number of times")
    void strangers() {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String madeUp = "rollcall_session=" + "%043d".formatted(i);
            answers.add(served.send(1, "GET", "/admin/stats", "", "", "cookie", madeUp));
        }
        fleet.eventually(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers.stream().map(answer -> answer.join().status()))
                .hasSize(150)
                .contains(401, 503)
                .filteredOn(status -> status == 401)
                .hasSize(100);
    }

    @Test
    @DisplayName("a tab of one node asks for stats at another: it is decided there, and the tab hears of it")
    void subscribe() {
        String session = signIn(1, SECRET);
        String tab = served.poll(0, "version=v1&route=/a");
        assertThat(served.post(1, "/subscribe-stats", tab, "", "cookie", session)
                        .status())
                .isEqualTo(200);
        served.pollUntil(2, tab, "\"type\":\"stats\"");
    }

    @Test
    @DisplayName("a tab that may not see stats is told so, and nothing is decided for an unknown tab")
    void notAllowed() {
        String tab = served.poll(0, "version=v1&route=/a");
        assertThat(served.post(1, "/subscribe-stats", tab, "").status()).isEqualTo(200);
        served.pollUntil(2, tab, "stats-unauthorized");
        String forged = tab.substring(0, tab.indexOf('.')) + ".AAAAAAAAAAAAAAAAAAAAAA";
        assertThat(served.post(1, "/subscribe-stats", forged, "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("a sign-out at one node ends live stats at another that were asked for at a third")
    void statsEnd() {
        String session = signIn(1, SECRET);
        String tab = served.poll(0, "version=v1&route=/a");
        served.post(1, "/subscribe-stats", tab, "", "cookie", session);
        String next = served.pollUntil(0, tab, "\"type\":\"stats\"");
        served.ask(2, "DELETE", "/admin/session", "", "", "cookie", session);
        served.pollUntil(0, next, "stats-unauthorized");
    }

    @Test
    @DisplayName(
            "a right is checked again where the tab had asked; when that node is gone, the tab is told to ask again")
    void checkedAgain() {
        String session = signIn(1, SECRET);
        String tab = served.poll(0, "version=v1&route=/a");
        served.post(1, "/subscribe-stats", tab, "", "cookie", session);
        String next = served.pollUntil(0, tab, "\"type\":\"stats\"");
        next = pollFor(next, Duration.ofMinutes(32));
        fleet.nodes.get(1).rollcall.close();
        served.pollUntil(0, next, "\"type\":\"stats-unauthorized\",\"after\":");
    }

    /**
     * Polls a node for a while, during which the tab may see stats all the time. Returns what the tab must present
     * next.
     */
    private String pollFor(String tab, Duration time) {
        String next = tab;
        for (long left = time.toSeconds(); left > 0; left -= 20) {
            fleet.timer.advance(Duration.ofSeconds(20));
            Response polled = served.answer(0, "version=v1&resume=" + next);
            assertThat(text(polled)).doesNotContain("unauthorized");
            next = DirectRequest.id(polled);
        }
        return next;
    }

    @Test
    @DisplayName("the list of connections is that of all nodes, page by page, each once and in order of arrival")
    void connections() {
        String session = signIn(0, SECRET);
        List<String> arrived = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id =
                    fleet.nodes.get(i * 7 % 3).tab("v1", "/p" + i).connection().id();
            arrived.add(id);
            fleet.timer.advance(Duration.ofMillis(1));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Response page = read(listed.size() % 3, "/admin/connections", "limit=60" + cursor, session);
            listed.addAll(ids(page));
            assertThat(text(page)).contains("\"nodes\":3,\"answered\":3");
            Matcher next = CURSOR.matcher(text(page));
            cursor = next.find() ? "&cursor=" + next.group(1) : "";
        } while (!cursor.isEmpty() && listed.size() < 1_000);
        assertThat(listed).isEqualTo(arrived);
        assertThat(ids(read(1, "/admin/connections", "match=exact&route=/p7", session)))
                .containsExactly(arrived.get(7));
        assertThat(read(1, "/admin/connections", "cursor=x", session).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("a silent node is left out of the list, which says so")
    void silentList() {
        String session = signIn(0, SECRET);
        fleet.nodes.get(0).tab("v1", "/here");
        fleet.nodes.get(2).tab("v1", "/there");
        fleet.network.cut(fleet.nodes.get(2).backplane);
        Response page = read(0, "/admin/connections", "", session);
        assertThat(ids(page)).hasSize(1);
        assertThat(text(page)).contains("\"nodes\":3,\"answered\":2");
    }

    @Test
    @DisplayName("refusals are listed for all nodes together; a silent node is left out, and the answer says so")
    void refusals() {
        String session = signIn(0, SECRET);
        for (int node = 0; node < 3; node++) {
            assertThat(served.ask(node, "GET", "/admin/stats", "", "", "authorization", "Bearer wrong")
                            .status())
                    .isEqualTo(401);
        }
        for (int node = 0; node < 3; node++) {
            assertThat(text(read(node, "/admin/refusals", "", session)))
                    .contains("\"reason\":\"secret-wrong\"", "\"count\":3", "\"nodes\":3,\"answered\":3}");
        }
        fleet.network.cut(fleet.nodes.get(2).backplane);
        assertThat(text(read(0, "/admin/refusals", "", session)))
                .contains("\"count\":2", "\"nodes\":3,\"answered\":2,\"missing\":\"1 of 3 nodes have not answered\"");
    }
}
