// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.wire.Response;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of one node at the others, even when a node cannot be reached for a while. */
@Timeout(60)
class TokensTest {

    private static final String[] ADMIN = {"authorization", "Bearer correct-horse"};
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;

    private record Made(String id, String token) {}

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

    private Made make(int node) {
        Response answer =
                served.ask(node, "POST", "/admin/tokens", "", "{\"name\":\"ci\",\"scopes\":[\"read\"]}", ADMIN);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return new Made(found(ID, answer), found(TOKEN, answer));
    }

    private static String found(Pattern pattern, Response answer) {
        Matcher matcher = pattern.matcher(text(answer));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }

    private int revoke(int node, Made made) {
        return served.ask(node, "DELETE", "/admin/tokens/" + made.id, "", "", ADMIN)
                .status();
    }

    private int stats(int node, Made made) {
        return served.ask(node, "GET", "/admin/stats", "", "", "authorization", "Bearer " + made.token)
                .status();
    }

    private List<Integer> stats(Made made) {
        return List.of(stats(0, made), stats(1, made), stats(2, made));
    }

    @Test
    @DisplayName("a token made at one node is valid at all, and any node revokes it at all")
    void everywhere() {
        Made made = make(0);
        assertThat(stats(made)).containsExactly(200, 200, 200);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(revoke(2, made)).isEqualTo(200);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(stats(made)).containsExactly(401, 401, 401);
        for (int node = 0; node < 3; node++) {
            assertThat(text(served.ask(node, "GET", "/admin/tokens", "", "", ADMIN)))
                    .contains(made.id, "\"state\":\"revoked\"", "\"revokedBy\":\"ada\"");
        }
    }

    private String audit(int node) {
        Response answer = served.ask(node, "GET", "/admin/audit", "", "", ADMIN);
        assertThat(answer.status()).isEqualTo(200);
        return text(answer);
    }

    @Test
    @DisplayName("the audit list of each node has who made and who revoked a token, once, whichever node was asked")
    void audited() {
        Made made = make(0);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(revoke(2, made)).isEqualTo(200);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(revoke(1, made)).isEqualTo(404);
        fleet.pass(Duration.ofSeconds(1));
        String list = audit(0);
        assertThat(list)
                .containsOnlyOnce("\"action\":\"make-token\"")
                .containsOnlyOnce("\"action\":\"revoke-token\"")
                .contains("\"by\":\"ada\",\"via\":\"secret\"", "\"about\":{\"id\":\"" + made.id + "\",\"name\":\"ci\"")
                .doesNotContain(made.token);
        assertThat(List.of(audit(1), audit(2))).containsOnly(list);
    }

    @Test
    @DisplayName("the audit list of a node that was cut off has the token when the node is back")
    void auditedMeanwhile() {
        fleet.network.cut(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(15));
        make(0);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(audit(1)).contains("make-token");
        assertThat(audit(2)).as("cut off, it cannot know").doesNotContain("make-token");
        fleet.network.mend(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(10));
        assertThat(audit(2)).containsOnlyOnce("make-token");
    }

    @Test
    @DisplayName("an action at a node that is cut off is in its own audit list at once, and in all when it is back")
    void auditedLater() {
        fleet.network.cut(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(15));
        make(0);
        assertThat(audit(0)).containsOnlyOnce("make-token");
        fleet.network.mend(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(20));
        for (int node = 0; node < 3; node++) {
            assertThat(audit(node)).containsOnlyOnce("make-token");
        }
    }

    @Test
    @DisplayName("an entry of another node that is not understood breaks nothing, and one of a later version is listed")
    void auditedElsewhere() {
        Cluster cluster = fleet.nodes.get(0).rollcall.internals().cluster();
        cluster.share("audit-noted", "{\"id\":7}".getBytes(UTF_8));
        cluster.share(
                "audit-noted",
                ("{\"id\":\"x-1\",\"at\":1,\"by\":\"eve\",\"via\":\"secret\",\"action\":\"grant-role\",\"target\":\"t\","
                                + "\"detail\":\"d\",\"matched\":0,\"answered\":1,\"nodes\":1,\"about\":{\"kind\":\"role\"}}")
                        .getBytes(UTF_8));
        fleet.pass(Duration.ofSeconds(1));
        make(1);
        fleet.pass(Duration.ofSeconds(1));
        for (int node = 0; node < 3; node++) {
            assertThat(audit(node)).containsOnlyOnce("grant-role").containsOnlyOnce("make-token");
        }
    }

    @Test
    @DisplayName("it is valid at the next node at once, before that node has been told")
    void atOnce() {
        Made made = make(0);
        assertThat(stats(1, made)).isEqualTo(200);
    }

    @Test
    @DisplayName("a node cut off while a token is revoked learns of it when back, even if the log has forgotten it")
    void revokedMeanwhile() {
        Made made = make(0);
        assertThat(stats(2, made)).isEqualTo(200);
        fleet.network.cut(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(70));
        assertThat(revoke(0, made)).isEqualTo(200);
        assertThat(stats(2, made)).as("cut off, it cannot know").isEqualTo(200);
        fleet.network.forget();
        fleet.pass(Duration.ofSeconds(10));
        fleet.network.mend(fleet.nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(10));
        assertThat(stats(made)).containsExactly(401, 401, 401);
    }

    @Test
    @DisplayName("a revocation that could not be passed on is passed on later")
    void toldLater() {
        Made made = make(0);
        assertThat(stats(1, made)).isEqualTo(200);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(15));
        assertThat(revoke(0, made)).isEqualTo(200);
        assertThat(stats(0, made)).isEqualTo(401);
        fleet.network.mend(fleet.nodes.get(0).backplane);
        fleet.pass(Duration.ofSeconds(20));
        assertThat(stats(1, made)).isEqualTo(401);
    }

    @Test
    @DisplayName("while a node that may know more is silent, an unknown token is neither right nor wrong")
    void silent() {
        Made made = make(0);
        fleet.network.cut(fleet.nodes.get(0).backplane);
        String other = made.token.endsWith("0") ? "1" : "0";
        assertThat(stats(1, new Made("x", made.token.substring(0, 46) + other))).isEqualTo(503);
    }

    @Test
    @DisplayName("a node that starts later knows the tokens of the others")
    void startsLater() {
        Made made = make(0);
        served.start(
                1,
                options -> options.secrets(
                        AdminSecrets.builder().admin("ada", "correct-horse").build()));
        assertThat(stats(3, made)).isEqualTo(200);
        assertThat(revoke(3, made)).isEqualTo(200);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(stats(made)).containsExactly(401, 401, 401);
    }

    @Test
    @DisplayName("a token that is revoked at one node ends live stats at another that were asked for at a third")
    void statsEnd() {
        Made made = make(1);
        String tab = served.poll(0, "version=v1&route=/a");
        Response subscribed = served.post(1, "/subscribe-stats", tab, "", "authorization", "Bearer " + made.token);
        assertThat(subscribed.status()).as(text(subscribed)).isEqualTo(200);
        String next = served.pollUntil(0, tab, "\"type\":\"stats\"");
        assertThat(revoke(1, made)).isEqualTo(200);
        served.pollUntil(0, next, "stats-unauthorized");
    }
}
