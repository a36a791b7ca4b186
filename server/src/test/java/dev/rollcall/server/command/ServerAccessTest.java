// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands find a running server and prove who they are, and what they say when that fails. */
class ServerAccessTest extends OperationsHarness {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void aRefusalIsExitCodeOneWithTheServersOwnWords() {
        server.on("GET /__skew/admin/stats", 401, "{\"ok\":false,\"error\":\"token: revoked (expected: another)\"}");
        assertThat(run("stats")).isEqualTo(1);
        assertThat(err.toString()).contains("401", "token: revoked (expected: another)", "ROLLCALL_TOKEN");
        assertThat(err.toString()).doesNotContain("rct_secret");
    }

    @Test
    void withoutATokenItSaysWhereOneIsTakenFrom() {
        environment.remove("ROLLCALL_TOKEN");
        server.on("GET /__skew/admin/stats", 401, "{\"ok\":false,\"error\":\"wrong or missing secret\"}");
        assertThat(run("stats")).isEqualTo(1);
        assertThat(err.toString()).contains("Set ROLLCALL_TOKEN to a secret or token of the server");
        assertThat(server.requests()).containsExactly("GET /__skew/admin/stats null");
    }

    @Test
    @DisplayName("a server other than Rollcall is reported; redirects are not followed, as they would carry the token")
    void notRollcall() {
        server.on("GET /__skew/admin/stats", 302, "<html>").on("GET /__skew/admin/audit", 200, "<html>hello");
        assertThat(run("stats")).isEqualTo(1);
        assertThat(run("audit")).isEqualTo(1);
        assertThat(err.toString())
                .contains("302, and not an answer from Rollcall", "200, and not an answer from Rollcall");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aServerThatIsNotThereIsExitCodeThree() {
        server.close();
        assertThat(run("stats")).isEqualTo(3);
        assertThat(err.toString()).contains("nothing listens there", "--url");
    }

    @Test
    void theTokenMayBeInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "rct_from_a_file\n");
        environment.put("ROLLCALL_TOKEN", "file:" + file);
        server.on("GET /__skew/admin/stats", 200, STATS);
        assertThat(run("stats")).isZero();
        assertThat(server.requests()).containsExactly("GET /__skew/admin/stats Bearer rct_from_a_file");
        environment.put("ROLLCALL_TOKEN", "file:" + folder.resolve("none"));
        assertThat(run("stats")).isEqualTo(2);
    }

    @Test
    @DisplayName("a token that is still a placeholder is not sent")
    void aTokenThatIsAPlaceholder() {
        for (String written : List.of("${ADMIN_SECRET}", "$ADMIN_SECRET", "%ADMIN_SECRET%")) {
            environment.put("ROLLCALL_TOKEN", written);
            assertThat(run("stats")).isEqualTo(2);
            assertThat(err.toString())
                    .contains("ROLLCALL_TOKEN: a placeholder that was not filled in: there is no ADMIN_SECRET");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anAddressMayHaveAPathOfItsOwn() {
        server.on("GET /shop/live/admin/stats", 200, STATS);
        assertThat(run("stats", "--url", server.url() + "/shop/live/")).isZero();
        assertThat(server.requests()).hasSize(1);
    }
}
