// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to a running server, from their arguments to their output and exit code. */
class OperationsTest extends OperationsHarness {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static Stream<String> examples() {
        return Operations.ALL.stream().flatMap(entry -> entry.operation().get().examples().stream());
    }

    static Stream<Operations.Entry> operations() {
        return Operations.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @DisplayName("each example of the help runs as it is printed")
    void examplesRun(String example) {
        boolean watches = example.contains("--watch");
        answerEverything(watches);
        List<String> words = words(example);
        assertThat(words.get(0)).isEqualTo("rollcall");
        int code = run(words.subList(1, words.size()).toArray(String[]::new));
        assertThat(code).as(err.toString()).isEqualTo(watches ? 1 : 0);
        assertThat(server.requests()).isNotEmpty();
        assertThat(out.toString()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void helpNamesOptionsExamplesAndExitCodes(Operations.Entry entry) {
        List<String> words = new ArrayList<>(List.of(entry.name().split(" ")));
        words.add("--help");
        assertThat(run(words.toArray(String[]::new))).isZero();
        Operation operation = entry.operation().get();
        assertThat(out.toString())
                .contains("Usage: rollcall " + entry.name())
                .contains("--url", "--json", "Exit codes: 0 done");
        assertThat(operation.examples()).isNotEmpty().allMatch(out.toString()::contains);
        assertThat(operation.options()).extracting(Option::name).allMatch(out.toString()::contains);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theHelpOfAllListsEachCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "settings", "version");
        Operations.ALL.forEach(entry -> assertThat(out.toString()).containsPattern("\n +" + entry.word() + " "));
    }

    @Test
    void statsShowTotalsVersionsAndRoutes() {
        server.on("GET /__skew/admin/stats", 200, STATS);
        assertThat(run("stats")).isZero();
        assertThat(out.toString().lines())
                .contains("1,234 tabs, 930 on v2 (75 %), 300 behind, 4 ahead")
                .anyMatch(line -> line.matches("  v1 +300 +24 %  █+.?"))
                .anyMatch(line -> line.matches("  /checkout +234 +19 %  █+.?"))
                .contains("websocket 1,200, sse 30, polling 4, only watching 2");
        assertThat(server.requests()).containsExactly("GET /__skew/admin/stats Bearer rct_secret");
    }

    @Test
    void jsonIsTheAnswerAsItCame() {
        server.on("GET /__skew/admin/stats", 200, STATS);
        assertThat(run("stats", "--json")).isZero();
        assertThat(out.toString()).isEqualTo(STATS + System.lineSeparator());
    }

    @Test
    @DisplayName("names of routes from strangers cannot control the terminal")
    void controlCharactersAreNotPrinted() {
        server.on(
                "GET /__skew/admin/connections",
                200,
                "{\"connections\":[{\"id\":\"a\",\"version\":\"v\",\"route\":\"/\\u001b[2J\\u202e\",\"since\":1}]}");
        assertThat(run("connections")).isZero();
        assertThat(out.toString()).contains("/\ufffd[2J\ufffd").doesNotContain("\u001b", "\u202e");
    }

    @Test
    @DisplayName(
            "the audit list says who made which token, with what, and from where; what only a newer server knows is listed too")
    void auditListsTokens() {
        server.on(
                "GET /__skew/admin/audit",
                200,
                "{\"entries\":[{\"id\":\"c\",\"at\":3,\"by\":\"ada\",\"via\":\"session\",\"action\":\"grant-role\",\"target\":\"t\",\"detail\":\"d\"},"
                        + "{\"id\":\"b\",\"at\":2,\"by\":\"ada\",\"via\":\"secret\",\"ip\":\"203.0.113.0/24\",\"action\":\"make-token\","
                        + "\"target\":\"token 3f9ac2d417be with admin\",\"detail\":\"x\\n\\u001b[2J\",\"about\":{\"id\":\"3f9ac2d417be\"},\"matched\":0},"
                        + "{\"id\":\"a\",\"at\":1,\"by\":\"ci\",\"via\":\"secret\",\"action\":\"reload\",\"target\":\"all tabs\",\"detail\":\"v\",\"matched\":3}]}");
        assertThat(run("audit")).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .hasSize(4)
                .element(2)
                .asString()
                .endsWith("|ada|secret, 203.0.113.0/24|make-token|x\ufffd\ufffd[2J|token 3f9ac2d417be with admin");
        assertThat(out.toString()).contains("grant-role").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "announce build-3 | POST /__skew/admin/releases | {\"version\":\"build-3\"}",
                "announce b --force --confirm 7 | POST /__skew/admin/releases | {\"version\":\"b\",\"force\":true,\"confirm\":7}",
                "reload --all --dry-run | POST /__skew/admin/commands | {\"action\":\"reload\",\"target\":\"all\",\"dryRun\":true}",
                "reload --route /a --match exact --version 1 --version 2 --outdated --id x --user 'J D' --percent 5 "
                        + "| POST /__skew/admin/commands | {\"action\":\"reload\",\"target\":{\"route\":\"/a\",\"match\":\"exact\","
                        + "\"versions\":[\"1\",\"2\"],\"outdated\":true,\"ids\":[\"x\"],\"users\":[\"J D\"],\"percent\":5}}",
                "reload --outdated --remind | POST /__skew/admin/commands | {\"action\":\"announce\",\"target\":{\"outdated\":true}}",
                "message hi --all --data {\"a\":1} | POST /__skew/admin/commands | "
                        + "{\"action\":\"message\",\"target\":\"all\",\"message\":{\"type\":\"hi\",\"a\":1}}",
                "wave --outdated --spread 5m --deadline 600 --stop-when-lost 10 --stop-when-unhealthy 3 --detach | POST /__skew/admin/commands | "
                        + "{\"action\":\"reload\",\"target\":{\"outdated\":true},\"spread\":300,\"deadline\":600,\"stopWhen\":{\"lost\":10,\"unhealthy\":3}}",
                "wave --all --per-second 50 --confirm 9 --detach | POST /__skew/admin/commands | "
                        + "{\"action\":\"reload\",\"target\":\"all\",\"confirm\":9,\"perSecond\":50}",
                "token create ci --scope read --scope announce --route /a/** --percent 5 --days 30 | POST /__skew/admin/tokens | "
                        + "{\"name\":\"ci\",\"scopes\":[\"read\",\"announce\"],\"routes\":[\"/a/**\"],\"percent\":5,\"days\":30}",
                "token revoke a/b | DELETE /__skew/admin/tokens/a%2Fb | ''",
                "wave abort x | DELETE /__skew/admin/commands/x | ''",
                "connections --outdated --route '/a b' --limit 3 | GET /__skew/admin/connections?route=%2Fa%20b&outdated=true&limit=3 | ''",
            })
    void asksForWhatWasTyped(String line, String request, String body) {
        answerEverything(false);
        server.on("DELETE /__skew/admin/tokens/a/b", 200, "{\"ok\":true}");
        server.on("DELETE /__skew/admin/commands/x", 200, "{\"ok\":true}");
        assertThat(run(words(line).toArray(String[]::new))).as(err.toString()).isZero();
        assertThat(server.requests()).containsExactly((request + " Bearer rct_secret " + body).strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reload",
                "reload --all --outdated",
                "reload --percent 0 --all",
                "connections --limit x",
                "stats --nothing",
                "stats extra",
                "announce",
                "message",
                "message hi --all --data [1]",
                "message hi --all --data {\"type\":\"x\"}",
                "wave --all",
                "wave --all --spread 0s",
                "wave --all --spread 5m --per-second 3",
                "gate",
                "gate --version x --percent 101",
                "token",
                "token create x",
                "stats --url ftp://x",
                "stats --url http://user:secret@x"
            })
    @DisplayName("wrong usage is exit code 2, says what was expected, and asks the server nothing")
    void wrongUsage(String line) {
        assertThat(run(words(line).toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).startsWith("rollcall ").contains("--help").doesNotContain("secret");
        assertThat(out.toString()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aTokenIsAloneOnStandardOutput() {
        answerEverything(false);
        assertThat(run("token", "create", "ci", "--scope", "read")).isZero();
        assertThat(out.toString().strip()).isEqualTo("rct_new");
        assertThat(err.toString()).contains("ci", "t1", "shown only here");
    }

    @Test
    void watchWithoutATerminalPrintsALineForEachChange() {
        String other = STATS.replace("1234", "1235");
        server.on("GET /__skew/admin/stats", 200, STATS)
                .on("GET /__skew/admin/stats", 200, STATS)
                .on("GET /__skew/admin/stats", 200, other)
                .on("GET /__skew/admin/stats", 401, "{\"error\":\"over\"}");
        assertThat(run("stats", "--watch")).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).contains("1,234 tabs", "1,235 tabs", "v2 930, v1 300, v3 4");
    }

    private void answerEverything(boolean once) {
        server.on("GET /__skew/admin/stats", 200, STATS);
        if (once) {
            server.on("GET /__skew/admin/stats", 401, "{\"error\":\"over\"}");
        }
        String outcome =
                "{\"ok\":true,\"id\":\"m4x1-1z141z3\",\"version\":\"b\",\"previous\":\"a\",\"matched\":1,\"target\":\"t\"}";
        String receipt = """
                {"id":"m4x1-1z141z3","action":"reload","target":"outdated","at":1,"by":"ci","state":"done","matched":3,\
                "funnel":{"returned":2,"gone":1}}""";
        server.on("GET /__skew/admin/connections", 200, "{\"connections\":[]}")
                .on("GET /__skew/admin/releases", 200, "{\"current\":\"b\",\"releases\":[]}")
                .on("POST /__skew/admin/releases", 200, outcome)
                .on("POST /__skew/admin/commands", 200, outcome)
                .on("GET /__skew/admin/commands", 200, "{\"commands\":[" + receipt + "]}")
                .on("GET /__skew/admin/commands/m4x1-1z141z3", 200, receipt)
                .on("DELETE /__skew/admin/commands/m4x1-1z141z3", 200, receipt)
                .on("GET /__skew/admin/gate", 200, "{\"ok\":true,\"version\":\"b\",\"total\":5,\"tabs\":5}")
                .on("GET /__skew/admin/audit", 200, "{\"entries\":[]}")
                .on(
                        "POST /__skew/admin/tokens",
                        200,
                        "{\"ok\":true,\"id\":\"t1\",\"name\":\"ci\",\"token\":\"rct_new\"}")
                .on("GET /__skew/admin/tokens", 200, "{\"tokens\":[]}")
                .on("DELETE /__skew/admin/tokens/3f9ac2d417be", 200, "{\"ok\":true,\"name\":\"ci\"}");
    }

    /** Splits a line as a shell does, as far as single quotes go. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }
}
