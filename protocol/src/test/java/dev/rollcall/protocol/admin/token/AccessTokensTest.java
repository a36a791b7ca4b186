// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.Internals;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.AuditEntry.AboutToken;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.token.AccessTokens.Made;
import dev.rollcall.protocol.admin.token.KnownToken.State;
import dev.rollcall.protocol.command.JournalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is remembered about tokens, for how long, and across restarts. */
class AccessTokensTest {

    private static final TokenLimits LIMITS = new TokenLimits(List.of("/shop/**"), 10);
    private static final TokenRequest WEEK =
            new TokenRequest("ci", Set.of(Scope.READ, Scope.RELOAD), LIMITS, Duration.ofDays(7));

    private static final Actor ADA = new Actor("ada", Via.SECRET, null, "203.0.113.0/24");
    private static final Actor BOB = new Actor("bob", Via.SESSION);

    private final ManualClock clock = new ManualClock(1_767_225_600_000L);
    private final MemoryJournal memory = new MemoryJournal(clock);
    private final Journal journal = new Disk();
    private boolean full;
    private Rollcall rollcall = rollcall();
    private AccessTokens tokens = tokens();

    /** Keeps everything in memory, until it is full. */
    private final class Disk implements Journal {

        @Override
        public CompletionStage<@Nullable Void> write(List<Change> changes) {
            return full ? CompletableFuture.failedStage(new JournalException("full")) : memory.write(changes);
        }

        @Override
        public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
            return memory.take(kind, key);
        }

        @Override
        public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
            return memory.get(kind, key);
        }

        @Override
        public CompletionStage<List<Entry>> read(Kind kind, int most) {
            return memory.read(kind, most);
        }

        @Override
        public JournalStatus status() {
            return memory.status();
        }

        @Override
        public void close() {}
    }

    private Rollcall rollcall() {
        return Rollcall.builder()
                .timer(clock)
                .journal(journal, JournalJson.INSTANCE)
                .build();
    }

    private AccessTokens tokens() {
        Internals core = rollcall.internals();
        return new AccessTokens(
                clock, journal, core.cluster(), new TokenAudit(core.commands().audit(), core.cluster(), clock));
    }

    private void restart() {
        rollcall.close();
        rollcall = rollcall();
        tokens = tokens();
    }

    @AfterEach
    void close() {
        rollcall.close();
    }

    private Made make(TokenRequest request) {
        return tokens.make(request, ADA).toCompletableFuture().join();
    }

    private @Nullable KnownToken revoke(Made made) {
        return tokens.revoke(made.known().token().id(), BOB)
                .toCompletableFuture()
                .join();
    }

    private List<AuditEntry> audit() {
        return rollcall.internals().commands().audit().list(1_000);
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
        restart();
        KnownToken known = Objects.requireNonNull(tokens.find(made.text()));
        assertThat(known.token()).isEqualTo(made.known().token());
        assertThat(known.token().limits()).isEqualTo(LIMITS);
        assertThat(known.expires()).isEqualTo(made.known().expires());
        clock.pass(Duration.ofDays(4));
        assertThat(state(made)).isEqualTo(State.EXPIRED);
        restart();
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
        restart();
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
    @DisplayName("five hundred tokens are valid at a time; ended ones make room for others, and no valid one is lost")
    void bounded() {
        Made first = make(WEEK);
        for (int i = 0; i < 2_000; i++) {
            revoke(make(WEEK));
        }
        assertThat(kept()).hasSizeLessThanOrEqualTo(Kind.TOKENS.maxEntries());
        restart();
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

    @Test
    @DisplayName("the audit list has who made and who revoked a token, and what it may do; also after a restart")
    void audited() {
        Made made = make(WEEK);
        long at = clock.millis();
        clock.pass(Duration.ofDays(1));
        revoke(made);
        AboutToken about = new AboutToken(
                made.known().token().id(),
                "ci",
                List.of("read", "reload"),
                List.of("/shop/**"),
                10,
                made.known().expires());
        assertThat(audit()).extracting(AuditEntry::action).containsExactly("revoke-token", "make-token");
        assertThat(audit()).extracting(AuditEntry::by).containsExactly(BOB, ADA);
        assertThat(audit()).extracting(AuditEntry::detail).containsOnly("ci");
        assertThat(audit()).extracting(AuditEntry::token).containsOnly(about);
        assertThat(audit())
                .extracting(AuditEntry::target)
                .containsOnly(
                        "token " + about.id()
                                + " with read, reload until 2026-01-08T00:00:00Z, 10 percent of the tabs, routes matching /shop/**");
        assertThat(audit().get(1).at()).isEqualTo(at);
        List<AuditEntry> before = audit();
        restart();
        assertThat(audit()).isEqualTo(before);
    }

    @Test
    @DisplayName("what did not happen is not in the audit list: tokens refused, not kept, revoked before, or unknown")
    void notAudited() {
        full = true;
        assertThatThrownBy(() -> make(WEEK)).hasCauseInstanceOf(JournalException.class);
        full = false;
        List<String> routes = Collections.nCopies(5, "/" + "a".repeat(250));
        TokenRequest tooLong =
                new TokenRequest("x", Set.of(Scope.READ), new TokenLimits(routes, null), Duration.ofDays(1));
        assertThatThrownBy(() -> make(tooLong)).isInstanceOf(IllegalArgumentException.class);
        tokens.revoke("3f9ac2d417be", BOB).toCompletableFuture().join();
        assertThat(audit()).isEmpty();
        Made made = make(WEEK);
        revoke(made);
        revoke(made);
        assertThat(audit()).hasSize(2);
        Made expired = make(WEEK);
        clock.pass(Duration.ofDays(8));
        revoke(expired);
        assertThat(audit()).hasSize(3);
    }

    @Test
    @DisplayName("a token is revoked, and the audit list says so, even when that cannot be kept")
    void revocationNotKept() {
        Made made = make(WEEK);
        full = true;
        assertThatThrownBy(() -> revoke(made))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(JournalException.class);
        assertThat(state(made)).isEqualTo(State.REVOKED);
        assertThat(audit()).extracting(AuditEntry::action).containsExactly("revoke-token", "make-token");
    }

    @Test
    @DisplayName("the audit list, and what is kept of it, have neither the token nor its SHA-256")
    void auditHashed() {
        Made made = make(WEEK);
        revoke(made);
        String kept = journal.read(Kind.AUDIT, 10).toCompletableFuture().join().stream()
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .reduce("", String::concat);
        assertThat(kept + audit())
                .contains(made.known().token().id())
                .doesNotContain(made.text(), Token.key(made.text()));
    }
}
