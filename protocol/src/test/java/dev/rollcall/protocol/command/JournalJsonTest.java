// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.AuditEntry.AboutToken;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.stats.History.Sample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalJsonTest {

    private static final JournalJson JSON = JournalJson.INSTANCE;
    private static final Actor CI = new Actor("ci", Via.SECRET);

    private static AuditEntry entry(String target, String detail, Actor by) {
        return new AuditEntry("m4-1", 17, by, "reload", target, detail, 5, 1, 2, true, false, null);
    }

    private static AuditEntry ofToken(String words, @Nullable AboutToken about) {
        return new AuditEntry("m4-2", 18, CI, "make-token", words, words, 0, 1, 1, false, true, about);
    }

    @Test
    void whatWasWrittenIsRead() {
        Release release = new Release("m4-1", "b\u00fcild \"3\"", true, true, 1_732_000_000_000L, CI, 7, 9);
        assertThat(JSON.readRelease(JSON.write(release))).isEqualTo(release);
        AuditEntry entry = entry("routes beginning with /a, outdated", "build-3", Actor.APPLICATION);
        assertThat(JSON.readAudit(JSON.write(entry))).isEqualTo(entry);
        List<Sample> samples =
                List.of(new Sample(1_000, 3, Map.of("v1", 2, "v2", 1)), new Sample(11_000, 1, Map.of("(other)", 1)));
        assertThat(JSON.readSamples(JSON.write(samples))).isEqualTo(samples);
    }

    @Test
    void longWordsAreCutSoThatEverythingFits() {
        for (String character : List.of("\"", "\u00e4", "\u20ac", "\ud83d\ude80", "\u0001")) {
            String longest = character.repeat(3_000);
            AuditEntry read = JSON.readAudit(JSON.write(entry(longest, longest, new Actor(longest, Via.SESSION))));
            assertThat(JSON.write(entry(longest, longest, new Actor(longest, Via.SESSION))).length)
                    .as(character)
                    .isLessThanOrEqualTo(Kind.AUDIT.maxBytes());
            assertThat(read.target()).startsWith(character).endsWith(character + "\u2026");
        }
        String version = "\ud83d\ude80".repeat(64);
        Release release = new Release("m4-1", version, true, true, 1, new Actor(version.repeat(9), Via.SECRET), 7, 9);
        assertThat(JSON.write(release).length).isLessThanOrEqualTo(Kind.RELEASES.maxBytes());
    }

    @Test
    void aFieldOfALaterVersionIsLeftAlone() {
        AuditEntry entry = entry("all tabs", "build-3", CI);
        String more = new String(JSON.write(entry), UTF_8).replace("{\"id\"", "{\"later\":{\"a\":[1]},\"id\"");
        assertThat(JSON.readAudit(more.getBytes(UTF_8))).isEqualTo(entry);
    }

    @Test
    void whatIsSaidOfATokenIsRead() {
        AboutToken limited = new AboutToken("3f9ac2d417be", "ci", List.of("reload"), List.of("/a", "/b/**"), 5, 99);
        AboutToken unlimited = new AboutToken("3f9ac2d417be", "ci", List.of("read"), List.of(), null, 99);
        for (AboutToken about : List.of(limited, unlimited)) {
            AuditEntry entry = ofToken("words", about);
            assertThat(JSON.readAudit(JSON.write(entry))).isEqualTo(entry);
        }
    }

    @Test
    void theLongestTokenFits() {
        AboutToken about = new AboutToken(
                "3f9ac2d417be",
                "n".repeat(64),
                List.of("announce", "reload"),
                List.of("\"".repeat(200), "\"".repeat(200)),
                10,
                Long.MAX_VALUE);
        assertThat(JSON.write(ofToken("\u0001".repeat(3_000), about)).length)
                .isLessThanOrEqualTo(Kind.AUDIT.maxBytes());
    }

    @ParameterizedTest
    @DisplayName("an entry about an action that only a later version knows is still an entry")
    @ValueSource(strings = {"7", "[]", "{}", "{\"id\":\"3f\",\"name\":7}", "{\"kind\":\"role\"}"})
    void ofALaterVersion(String about) {
        String written = new String(JSON.write(ofToken("words", null)), UTF_8)
                .replace("make-token", "grant-role")
                .replace("\"finished\":true", "\"finished\":true,\"about\":" + about);
        AuditEntry read = JSON.readAudit(written.getBytes(UTF_8));
        assertThat(read.action()).isEqualTo("grant-role");
        assertThat(read.token()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"at\":[1],\"total\":[],\"versions\":{}}",
                "{\"at\":[1],\"total\":[1],\"versions\":{\"v\":[]}}",
                "{\"at\":[\"x\"],\"total\":[1],\"versions\":{}}"
            })
    void whatDoesNotFitIsSaid(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> JSON.readRelease(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> JSON.readAudit(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> JSON.readSamples(bytes));
    }
}
