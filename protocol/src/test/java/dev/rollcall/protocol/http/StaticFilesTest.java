// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static dev.rollcall.protocol.http.Requests.requestFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.wire.Response;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StaticFilesTest {

    private final StaticFiles assets = StaticFiles.fromClassPath("/dev/rollcall/protocol/assets/app");

    private @Nullable Response answer(String path) {
        return assets.answer(path, requestFrom("127.0.0.1"));
    }

    @Test
    @DisplayName("S12, S13: a page loads nothing from elsewhere, runs only its own files, and is framed by nobody")
    void page() {
        Response index = Objects.requireNonNull(answer(""));
        assertThat(answer("index.html")).isSameAs(index);
        assertThat(index.headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .hasEntrySatisfying(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                                .doesNotContain("unsafe", "http:", "*"));
    }

    @Test
    void filesWithAHashInTheirNameMayBeKept() {
        assertThat(Objects.requireNonNull(answer("assets/app-1a2b.js")).headers())
                .containsEntry("Content-Type", "text/javascript; charset=utf-8")
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable");
    }

    @Test
    @DisplayName("only files on the list are served")
    void nothingElse() {
        for (String path : List.of(
                "files.txt",
                "assets/",
                "assets/app-1a2b.js.br",
                "../StaticFilesTest.class",
                "/index.html",
                "assets/../index.html")) {
            assertThat(answer(path)).as(path).isNull();
        }
        assertThat(StaticFiles.fromClassPath("/dev/rollcall/nowhere").isEmpty()).isTrue();
        assertThat(StaticFiles.none().answer("", requestFrom("127.0.0.1"))).isNull();
    }
}
