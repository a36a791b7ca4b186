// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that follow a rollout: the gate, a wave, and what must be confirmed. */
class RolloutOperationsTest extends OperationsHarness {

    @Test
    @DisplayName("the gate asks again until it is open, with the time that is left, and shows how far it is")
    void gateOpens() {
        String half = "{\"ok\":false,\"error\":\"not yet\",\"version\":\"b\",\"total\":4,\"tabs\":2}";
        server.on("GET /__skew/admin/gate", 503, half, "1")
                .on("GET /__skew/admin/gate", 503, half, "1")
                .on("GET /__skew/admin/gate", 200, half.replace("2}", "4}"));
        assertThat(run("gate", "--version", "b", "--percent", "90", "--timeout", "1h"))
                .isZero();
        assertThat(server.requests())
                .hasSize(3)
                .allSatisfy(request -> assertThat(request)
                        .matches("GET /__skew/admin/gate\\?version=b&percent=90&timeout=(3600|359\\d) .*"));
        assertThat(err.toString().lines()).containsExactly("2 of 4 tabs on b (50 %)");
        assertThat(out.toString().strip()).isEqualTo("open: 4 of 4 tabs on b (100 %)");
    }

    @Test
    void aGateThatDoesNotOpenInTimeIsExitCodeFour() {
        server.on("GET /__skew/admin/gate", 504, "{\"ok\":false,\"gone\":\"a\",\"left\":1}");
        assertThat(run("gate", "--gone", "a")).isEqualTo(4);
        assertThat(out.toString().strip()).isEqualTo("not in time: 1 tab still on a");
        assertThat(run("gate", "--gone", "a", "--json")).isEqualTo(4);
        assertThat(out.toString()).endsWith("{\"ok\":false,\"gone\":\"a\",\"left\":1}" + System.lineSeparator());
    }

    @Test
    void aGateThatCannotOpenAnyMoreIsExitCodeFour() {
        server.on(
                "GET /__skew/admin/gate",
                409,
                "{\"ok\":false,\"error\":\"x\",\"total\":5,\"command\":\"w\",\"state\":\"aborted\",\"matched\":4,\"returned\":1}");
        assertThat(run("gate", "--command", "w", "--timeout", "30d")).isEqualTo(4);
        assertThat(out.toString().strip()).isEqualTo("never: wave aborted, 1 of 4 tabs returned");
        assertThat(server.requests().get(0)).as("what the server takes at most").contains("timeout=3600");
    }

    @Test
    void whatHasToBeConfirmedIsSaidWithTheNumber() {
        server.on(
                "POST /__skew/admin/commands",
                409,
                "{\"ok\":false,\"error\":\"confirm: missing\",\"confirm\":70,\"matched\":70,\"total\":90}");
        assertThat(run("reload", "--outdated")).isEqualTo(1);
        assertThat(err.toString()).contains("confirm: missing", "--confirm 70");
    }

    @Test
    void aGateThatIsRefusedIsExitCodeOne() {
        server.on("GET /__skew/admin/gate", 400, "{\"ok\":false,\"error\":\"command: unknown\"}");
        assertThat(run("gate", "--command", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("command: unknown");
    }

    @ParameterizedTest
    @CsvSource({"done,0", "aborted,4", "stopped,4"})
    void aWaveIsFollowedToItsEnd(String state, int code) {
        String running = """
                {"id":"w","state":"running","matched":4,"funnel":{"waiting":3,"returned":1}}""";
        server.on(
                        "POST /__skew/admin/commands",
                        200,
                        "{\"ok\":true,\"id\":\"w\",\"target\":\"outdated\",\"matched\":4}")
                .on("GET /__skew/admin/commands/w", 200, running)
                .on(
                        "GET /__skew/admin/commands/w",
                        200,
                        "{\"state\":\"" + state
                                + "\",\"reason\":\"so\",\"matched\":4,\"funnel\":{\"returned\":3,\"gone\":1}}");
        assertThat(run("wave", "--outdated", "--spread", "1m")).isEqualTo(code);
        assertThat(err.toString().lines()).containsExactly("Wave w: outdated", "1 of 4 tabs: 1 returned, 3 waiting");
        assertThat(out.toString().strip()).isEqualTo(state + " (so): 4 of 4 tabs: 3 returned, 1 gone");
    }
}
