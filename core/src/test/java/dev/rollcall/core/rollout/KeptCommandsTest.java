// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.HeldJournal;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.ObjectCodec;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.match.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands with a journal: what happens before they are kept, when that fails, and what a restart knows. */
class KeptCommandsTest {

    private final ManualClock clock = new ManualClock();
    private final HeldJournal journal = new HeldJournal(clock);
    private final ObjectCodec codec = new ObjectCodec();
    private final FakeTab tab = new FakeTab();
    private Rollcall rollcall = start("v1");

    private Rollcall start(@Nullable String version) {
        var builder = Rollcall.builder().timer(clock).journal(journal, codec);
        if (version != null) {
            builder.currentVersion(version);
        }
        return builder.build();
    }

    private void restart(@Nullable String version) {
        rollcall.close();
        rollcall = start(version);
    }

    @AfterEach
    void close() {
        rollcall.close();
    }

    private CompletableFuture<Outcome> give(Order order) {
        return rollcall.internals().commands().give(order, Actor.APPLICATION).toCompletableFuture();
    }

    private static Outcome done(CompletableFuture<Outcome> given) throws Exception {
        return given.get(1, TimeUnit.MINUTES);
    }

    private List<String> audit() {
        return rollcall.internals().commands().audit().list(10).stream()
                .map(entry -> entry.action() + " " + entry.matched())
                .toList();
    }

    private List<String> keys(Kind kind) throws Exception {
        return journal.read(kind, 100).toCompletableFuture().get().stream()
                .map(Entry::key)
                .toList();
    }

    @Test
    @DisplayName("before a command is kept, nobody is told and no version becomes current")
    void keptFirst() throws Exception {
        tab.open(rollcall.internals().hub(), "v1", "/");
        journal.hold();
        CompletableFuture<Outcome> given = give(Order.release("v2", false));
        assertThat(given).isNotDone();
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        assertThat(tab.received()).isEmpty();
        assertThat(audit()).isEmpty();
        journal.letThrough();
        assertThat(done(given).matched()).isEqualTo(1);
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(tab.received()).hasSize(1);
        assertThat(audit()).containsExactly("release 1");
    }

    @Test
    @DisplayName("any command that cannot be kept is refused, nobody is told of it, and it is in no list")
    void refused() throws Exception {
        tab.open(rollcall.internals().hub(), "v1", "/");
        journal.full(true);
        for (Order order :
                List.of(Order.release("v2", true), Order.reload(Target.all()), Order.announce(Target.all()))) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> rollcall.give(order, Actor.APPLICATION))
                    .withMessageContaining("no space");
        }
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        assertThat(tab.received()).isEmpty();
        assertThat(audit()).isEmpty();
        journal.full(false);
        assertThat(done(give(Order.release("v2", true))).matched()).isEqualTo(1);
        restart(null);
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(audit()).containsExactly("release 1");
    }

    @Test
    @DisplayName("a journal that does not answer is not waited for forever; what it keeps later is removed again")
    void tooLate() throws Exception {
        journal.hold();
        CompletableFuture<Outcome> given = give(Order.release("v2", false));
        clock.advance(Journals.PATIENCE);
        assertThat(given).isCompletedExceptionally();
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> {
                    JournalException own = JournalException.in(
                            given.handle((ok, failure) -> failure).join());
                    if (own != null) {
                        throw own;
                    }
                })
                .withMessageContaining("does not answer within 10 s");
        journal.letThrough();
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        restart(null);
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        assertThat(audit()).isEmpty();
    }

    @Test
    @DisplayName("a process that ends between keeping a release and telling tabs knows the release after a restart")
    void endsInBetween() throws Exception {
        AuditEntry begun = AuditEntry.begun(done(give(Order.reload(Target.all()))));
        RolloutJournal kept = RolloutJournal.of(journal, codec, clock);
        Release release = new Release("x-1", "v2", false, false, clock.millis(), Actor.APPLICATION, 0, 1);
        kept.keep(begun, release).toCompletableFuture().get();
        restart("v1");
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(rollcall.isOutdated("v1")).isTrue();
        assertThat(rollcall.internals().commands().audit().list(1).get(0).finished())
                .isFalse();
    }

    @Test
    @DisplayName("releases, their order, their outcomes and the audit list survive restarts")
    void restarts() throws Exception {
        tab.open(rollcall.internals().hub(), "v1", "/");
        done(give(Order.release("v2", false)));
        done(give(Order.release("v1", false)));
        done(give(Order.reload(Target.all())));
        List<Release> releases = rollcall.internals().releases().list();
        List<AuditEntry> audit = rollcall.internals().commands().audit().list(10);
        for (int i = 0; i < 3; i++) {
            restart("v2");
            assertThat(rollcall.internals().releases().list()).isEqualTo(releases);
            assertThat(rollcall.internals().commands().audit().list(10)).isEqualTo(audit);
        }
        assertThat(rollcall.currentVersion()).isEqualTo("v1");
        assertThat(rollcall.isOutdated("v2")).isTrue();
        assertThat(done(give(Order.release("v2", false))).rollback()).isTrue();
        restart(null);
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(audit()).containsExactly("release 0", "reload 1", "release 0", "release 1");
    }

    @Test
    @DisplayName("of releases that nodes kept out of order, the one with the highest number is current")
    void numbersDecide() throws Exception {
        RolloutJournal kept = RolloutJournal.of(journal, codec, clock);
        kept.released(new Release("b", "v3", false, false, 2, Actor.APPLICATION, 0, 7));
        kept.released(new Release("a", "v2", false, false, 1, Actor.APPLICATION, 0, 6));
        restart(null);
        assertThat(rollcall.internals().releases().list())
                .extracting(Release::version)
                .containsExactly("v3", "v2", "v1");
        assertThat(rollcall.isOutdated("v2")).isTrue();
    }

    @Test
    @DisplayName("made-up versions are written together and later, and never hold up a command")
    void seen() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            rollcall.internals().releases().seen("made-up-" + i, false);
        }
        assertThat(keys(Kind.SEEN)).isEmpty();
        journal.full(true);
        clock.advance(RolloutJournal.LATER);
        journal.full(false);
        clock.advance(RolloutJournal.LATER);
        assertThat(keys(Kind.SEEN)).hasSize(100).startsWith("made-up-2999");
        restart("v1");
        assertThat(rollcall.isOutdated("made-up-2500")).as("it was ahead").isFalse();
        done(give(Order.release("v2", false)));
        restart(null);
        assertThat(rollcall.isOutdated("made-up-2500")).as("it is behind now").isTrue();
    }

    @Test
    @DisplayName("an entry that cannot be read is left out, and the others are used")
    void damagedEntry() throws Exception {
        done(give(Order.release("v2", false)));
        for (Kind kind : List.of(Kind.RELEASES, Kind.AUDIT, Kind.HISTORY)) {
            journal.write(Change.putForever(kind, "damaged", new byte[1]))
                    .toCompletableFuture()
                    .get();
        }
        restart(null);
        assertThat(rollcall.currentVersion()).isEqualTo("v2");
        assertThat(audit()).containsExactly("release 0");
    }
}
