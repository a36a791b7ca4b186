// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetJsonTest {

    private static final Outbound NOWHERE = new Outbound() {
        @Override
        public int send(Message message) {
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    };

    private final Rollcall rollcall = Rollcall.builder().build();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private void on(String... routes) {
        for (String route : routes) {
            rollcall.internals().hub().open(Admission.of(Transport.SSE, "v1", route), connection -> NOWHERE);
        }
    }

    private List<String> matched(String route, String match) {
        return rollcall.connections(TargetJson.route(route, match)).stream()
                .map(ConnectionInfo::route)
                .toList();
    }

    @Test
    void fourWaysToNameRoutes() {
        on("/", "/blog", "/blog/", "/blog/a", "/blog/a/b", "/blogs", "/blog.x");
        assertThat(matched("/blog", "prefix"))
                .containsExactly("/blog", "/blog/", "/blog/a", "/blog/a/b", "/blogs", "/blog.x");
        assertThat(matched("/blog/", "prefix")).containsExactly("/blog/", "/blog/a", "/blog/a/b");
        assertThat(matched("/blog", "exact")).containsExactly("/blog", "/blog/");
        assertThat(matched("/blog/*", "glob")).containsExactly("/blog/", "/blog/a");
        assertThat(matched("/blog/**", "glob")).containsExactly("/blog/", "/blog/a", "/blog/a/b");
        assertThat(matched("/blog.?", "glob")).containsExactly("/blog.x");
        assertThat(matched("^/blog/[^/]+$", "regex")).containsExactly("/blog/a");
        assertThat(matched("a/b", "regex")).containsExactly("/blog/a/b");
    }

    @Test
    @DisplayName("S8: an expression that backtracks elsewhere runs in linear time here")
    void evilExpressions() {
        for (int i = 0; i < 100_000; i++) {
            on("/" + "a".repeat(30) + i);
        }
        assertThat(matched("^/(a+)+$", "regex")).isEmpty();
    }

    @Test
    @DisplayName("S8: patterns are bounded, and the answer says what is wrong with them")
    void badPatterns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetJson.route("a".repeat(257), "regex"))
                .withMessageContaining("257 characters (expected: at most 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetJson.route("(", "regex"))
                .withMessageContaining("not a regular expression");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetJson.route("/x", "fuzzy"))
                .withMessageContaining("expected: prefix, exact, glob or regex");
    }
}
