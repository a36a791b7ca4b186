// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.spring.app.SilentTabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.TestingAuthenticationToken;

/** The code in docs/spring-boot.md is compiled here, and does what the page says. */
class SpringBootPageTest {

    private static final Path PAGE = Path.of("../docs/spring-boot.md");
    private static final Path CODE = Path.of("src/test/java/dev/rollcall/spring/docs/InYourCode.java");

    @ParameterizedTest
    @ValueSource(strings = {"Order deploy =", "StatsAuthorizer supportMaySeeStats()"})
    void theCodeOfThePageIsCompiled(String start) throws IOException {
        List<String> code = statements(Files.readString(CODE)).toList();
        String block = Stream.of(Files.readString(PAGE).split("```"))
                .filter(part -> part.startsWith("java\n") && part.contains(start))
                .findFirst()
                .orElseThrow();
        assertThat(code)
                .containsAll(statements(block.substring("java\n".length())).toList());
    }

    /** Returns the lines that have content, without comments and trailing space. */
    private static Stream<String> statements(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("\\s*//.*", "").strip())
                .filter(line -> !line.isEmpty());
    }

    @Test
    void theCommandsOfThePageDoWhatItSays() {
        try (Rollcall rollcall = Rollcall.builder().currentVersion("build-1").build()) {
            SilentTabs.open(rollcall, "build-1", "/checkout");
            InYourCode page = new InYourCode(rollcall);
            Receipt receipt = Objects.requireNonNull(page.commands());
            assertThat(receipt.matched()).isEqualTo(1);
            assertThat(rollcall.currentVersion()).isEqualTo("build-2");
            assertThat(Objects.requireNonNull(rollcall.receipt(receipt.command().id()))
                            .state())
                    .isEqualTo(Receipt.State.ABORTED);
            page.more();
            assertThat(rollcall.internals().commands().audit().list(10)).hasSize(4);
        }
    }

    @Test
    void theAuthorizerOfThePageAsksForThePrincipal() {
        try (Rollcall rollcall = Rollcall.builder().build()) {
            InYourCode page = new InYourCode(rollcall);
            assertThat(decision(page, new TestingAuthenticationToken("ada", "", "ROLE_SUPPORT")))
                    .isEqualTo(Decision.granted());
            assertThat(decision(page, new TestingAuthenticationToken("eve", "", "ROLE_SUPPORT")))
                    .isEqualTo(Decision.denied());
            assertThat(decision(page, null)).isEqualTo(Decision.denied());
        }
    }

    private static Decision decision(InYourCode page, @Nullable Principal person) {
        StatsRequest request = new StatsRequest(
                "id",
                Map.of(),
                Map.of(),
                null,
                Transport.SSE,
                new Identity(null, Decision.denied()).withPrincipal(person));
        return page.supportMaySeeStats()
                .authorize(request)
                .toCompletableFuture()
                .join();
    }
}
