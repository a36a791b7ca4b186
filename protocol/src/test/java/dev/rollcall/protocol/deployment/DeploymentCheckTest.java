// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import static dev.rollcall.protocol.deployment.FleetServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.deployment.ReleaseEvidence.Judgement;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way from a server's answer to an announcement, with real sockets. Four questions a round, eight settle. */
@Timeout(30)
class DeploymentCheckTest {

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(clock).build();
    private final FleetServer fleet = new FleetServer(number -> ok("v1"));
    private Duration untilRound = Duration.ZERO;
    private @Nullable DeploymentCheck check;

    @AfterEach
    void close() {
        if (check != null) {
            check.close();
        }
        fleet.close();
        rollcall.close();
    }

    private DeploymentCheck check() {
        ProtocolOptionsBuilder options = ProtocolOptions.builder()
                .set(DeploymentSettings.CHECK_URL, fleet.at("/version.txt?key=secret"))
                .set(DeploymentSettings.CHECK_CONNECTIONS, 4)
                .set(DeploymentSettings.CHECK_ANSWERS, 8)
                .checkThread(Runnable::run);
        DeploymentCheck made = new DeploymentCheck(rollcall.internals(), options.build());
        check = made;
        return made;
    }

    /** Lets a round pass, whose four questions are asked and answered one after the other. */
    private void round() {
        clock.pass(untilRound);
        untilRound = Duration.ofSeconds(5);
    }

    private Map<String, @Nullable Object> report() {
        byte[] json =
                Objects.requireNonNull(check).report().toCompletableFuture().join();
        return Objects.requireNonNull(JsonTree.read(json));
    }

    @Test
    void aBuildIsAnnouncedWhenEveryServerNamesIt() {
        check();
        round();
        assertThat(report())
                .containsEntry("state", "unknown")
                .containsEntry("why", "only 4 of 8 answers in a row so far");
        round();
        assertThat(report())
                .containsEntry("state", "settled")
                .containsEntry("version", "v1")
                .containsEntry("current", "v1")
                .containsEntry("address", fleet.at("/version.txt").toString());
        fleet.answer(number -> ok(number % 4 == 0 ? "v1" : "v2"));
        round();
        round();
        round();
        assertThat(report()).containsEntry("state", "deploying").containsEntry("version", "v1");
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        fleet.answer(number -> ok("v2"));
        round();
        round();
        round();
        assertThat(report()).containsEntry("state", "settled").containsEntry("version", "v2");
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(rollcall.internals().commands().audit().list(10)).hasSize(1);
    }

    @Test
    void anAddressThatIsDownIsUnknownAndSaysWhy() {
        check();
        round();
        round();
        fleet.answer(number -> "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        round();
        assertThat(report()).containsEntry("state", "unknown").containsEntry("why", "status 502 (expected: 200)");
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
    }

    @Test
    void withoutAnAddressNobodyIsAskedAndNothingIsRefused() {
        DeploymentCheck idle = new DeploymentCheck(rollcall.internals(), ProtocolOptions.defaults());
        check = idle;
        assertThat(clock.asked()).isZero();
        assertThat(report()).containsEntry("state", "unwatched").containsEntry("current", "v1");
        assertThat(judge(idle, Map.of("version", "v99"))).isEqualTo(new Judgement(null, null));
    }

    private static Judgement judge(DeploymentCheck check, Map<String, @Nullable Object> body) {
        return check.evidence().judge(body).toCompletableFuture().join();
    }

    @Test
    void aVersionThatNobodyHasSeenIsRefusedUnlessTheCallerKnows() {
        DeploymentCheck watching = check();
        assertThat(judge(watching, Map.of("version", "v2")).refusal())
                .contains("neither the deployment check nor any tab")
                .contains("\"unseen\":true");
        assertThat(judge(watching, Map.of("version", "v2", "unseen", true))).isEqualTo(new Judgement(null, null));
        rollcall.internals().releases().seen("v2", false);
        assertThat(judge(watching, Map.of("version", "v2")).refusal()).isNull();
        fleet.answer(number -> ok("v3"));
        round();
        assertThat(judge(watching, Map.of("version", "v3")).refusal()).isNull();
        assertThat(judge(watching, Map.of("version", 3)).refusal()).isNull();
    }

    @Test
    void anAnnouncementThatContradictsWhatIsServedIsWarnedOf() {
        DeploymentCheck watching = check();
        round();
        round();
        assertThat(judge(watching, Map.of("version", "v1")).warning()).isNull();
        assertThat(judge(watching, Map.of("version", "v2", "unseen", true)).warning())
                .isEqualTo("the deployment check says settled on v1: of the last 8 answers 0 named v2");
        rollcall.announce("v2");
        assertThat(report()).containsEntry("contradicts", true).containsEntry("current", "v2");
    }
}
