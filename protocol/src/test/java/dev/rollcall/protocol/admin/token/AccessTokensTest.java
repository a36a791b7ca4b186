// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.cluster.AloneCluster;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.token.AccessTokens.Made;
import dev.rollcall.protocol.admin.token.KnownToken.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is remembered of tokens, for how long, and over restarts. */
class AccessTokensTest {

    private static final TokenLimits LIMITS = new TokenLimits(List.of("/shop/**"), 10);
    private static final TokenRequest WEEK =
            new TokenRequest("ci", Set.of(Scope.READ, Scope.RELOAD), LIMITS, Duration.ofDays(7));

    private final ManualClock clock = new ManualClock(1_767_225_600_000L);
    private final MemoryJournal journal = new MemoryJournal(clock);
    private AccessTokens tokens = start();

    private AccessTokens start() {
        return new AccessTokens(
                clock,
                journal,
                new AloneCluster(NodeId.random(), new NodeCounts(new Hub(clock, NodeId.random(), true)), clock));
    }

    private Made make(TokenRequest request) {
        return tokens.make(request, "ada").toCompletableFuture().join();
    }

    private @Nullable KnownToken revoke(Made made) {
        return tokens.revoke(made.known().token().id(), "bob")
                .toCompletableFuture()
                .join();
    }

    private @Nullable State state(Made made) {
        KnownToken known = tokens.find(made.text());
        return known == null ? null : known.state();
    }

    private List<Entry> kept() {
        return journal.read(Kind.TOKENS, 1_000).toCompletableFuture().join();
    }

    @Test
    void aRestartChangesNothing() {
        Made made = make(WEEK);
        clock.pass(Duration.ofDays(3));
        tokens = start();
        KnownToken known = Objects.requireNonNull(tokens.find(made.text()));
        assertThat(known.token()).isEqualTo(made.known().token());
        assertThat(known.token().limits()).isEqualTo(LIMITS);
        assertThat(known.expires()).isEqualTo(made.known().expires());
        clock.pass(Duration.ofDays(4));
        assertThat(state(made)).isEqualTo(State.EXPIRED);
        tokens = start();
        assertThat(state(made)).isEqualTo(State.EXPIRED);
    }

    @Test
    void aRevokedTokenStaysRevoked() {
        Made made = make(WEEK);
        List<String> ended = new ArrayList<>();
        tokens.onEnded(ended::add);
        assertThat(Objects.requireNonNull(revoke(made)).revokedBy()).isEqualTo("bob");
        assertThat(ended).containsExactly(Token.key(made.text()));
        assertThat(revoke(made)).as("again").isNull();
        tokens = start();
        assertThat(state(made)).isEqualTo(State.REVOKED);
    }

    @Test
    @DisplayName("neither memory nor disk has a token; its id is the beginning of its SHA-256")
    void hashed() {
        Made made = make(WEEK);
        Entry entry = kept().get(0);
        assertThat(entry.key())
                .isEqualTo(Token.key(made.text()))
                .startsWith(made.known().token().id());
        assertThat(new String(entry.value(), StandardCharsets.UTF_8)).doesNotContain(made.text());
        assertThat(made.toString()).doesNotContain(made.text());
    }

    @Test
    @DisplayName("why a token is over is remembered for thirty days, and then it is unknown")
    void forgotten() {
        Made made = make(WEEK);
        clock.pass(Duration.ofDays(36));
        assertThat(state(made)).isEqualTo(State.EXPIRED);
        assertThat(tokens.list()).hasSize(1);
        clock.pass(Duration.ofDays(1));
        assertThat(state(made)).isNull();
        assertThat(tokens.list()).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    @DisplayName("five hundred count at a time; those that are over make room for others, and none that counts is lost")
    void bounded() {
        Made first = make(WEEK);
        for (int i = 0; i < 2_000; i++) {
            revoke(make(WEEK));
        }
        assertThat(kept()).hasSizeLessThanOrEqualTo(Kind.TOKENS.maxEntries());
        tokens = start();
        assertThat(state(first)).isEqualTo(State.VALID);
        Collections.nCopies(AccessTokens.MOST - 1, WEEK).forEach(this::make);
        assertThatThrownBy(() -> make(WEEK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("500 are valid already");
        revoke(first);
        make(WEEK);
    }

    @Test
    void routesThatAreTooLongTogetherAreRefused() {
        List<String> long1 =
                List.of("/" + "a".repeat(250), "/" + "b".repeat(250), "/" + "c".repeat(250), "/" + "d".repeat(250));
        TokenRequest request =
                new TokenRequest("x", Set.of(Scope.READ), new TokenLimits(long1, null), Duration.ofDays(1));
        assertThatThrownBy(() -> make(request)).hasMessageContaining("routes: too long together");
        assertThat(kept()).isEmpty();
    }

    @Test
    void whenATokenWasUsedIsKnown() {
        Made made = make(WEEK);
        assertThat(tokens.list().get(0).lastUsed()).isNull();
        clock.pass(Duration.ofHours(1));
        tokens.find(made.text());
        long used = clock.millis();
        clock.pass(Duration.ofHours(1));
        assertThat(tokens.list().get(0).lastUsed()).isEqualTo(used);
    }

    @Test
    void whatIsNoTokenIsNotLookedUp() {
        assertThat(tokens.find(null)).isNull();
        assertThat(tokens.find("a-long-secret")).isNull();
        assertThat(tokens.find("rct_short")).isNull();
        assertThat(tokens.ask("rct_" + "x".repeat(43)))
                .as("alone, there is nobody to ask")
                .isNull();
    }
}
