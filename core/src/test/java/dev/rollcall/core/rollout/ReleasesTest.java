// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.ManualClock;
import dev.rollcall.core.ObjectCodec;
import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.match.Standing;
import dev.rollcall.core.rollout.ReleaseMemory.Name;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version is current after a series of events, and where the others stand. */
class ReleasesTest {

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final RolloutJournal kept = RolloutJournal.of(journal, new ObjectCodec(), clock);

    /**
     * What happens: {@code start v} (a process begins with that configured version), {@code restart v}, {@code restart}
     * (without one), {@code release v}, {@code open v} (a new page connects), {@code return v} (a tab that was open before
     * this process began connects). What is expected: the order, oldest first, with the current version in brackets.
     */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            value = {
                "start 2;                                                      [2]",
                "start 2, open 2;                                              [2]",
                // a page is opened before its own build is announced: not outdated, now or later
                "start 2, open 3;                                              [2] 3",
                "start 2, open 3, release 3;                                   2 [3]",
                "start 2, open 3, release 3, open 3, open 2;                   2 [3]",
                // what was seen before an announcement is behind it, what comes later is ahead
                "start 2, open 1, open 3, release 3;                           2 1 [3]",
                "start 2, open 3, open 4, release 3;                           2 4 [3]",
                "start 2, release 3, open 4, open 5;                           2 [3] 4 5",
                "start 2, release 3, open 4, release 4, open 5;                2 3 [4] 5",
                // going back
                "start 2, release 3, release 2;                                3 [2]",
                "start 2, release 3, open 4, release 2;                        3 4 [2]",
                "start 2, release 3, release 2, release 3;                     2 [3]",
                // the same again changes nothing
                "start 2, open 3, release 2;                                   [2] 3",
                "start 2, open 3, force 2;                                     [2] 3",
                // a deploy that restarts the process, without a store: tabs that were there before are behind
                "start 3, return 2;                                            2 [3]",
                "start 3, return 3, return 2, open 4;                          2 [3] 4",
                "start 3, open 2, return 2;                                    2 [3]",
                "start 3, release 4, open 5, return 5;                         5 3 [4]",
                // a restart with a store: the stored order continues
                "start 2, release 3, restart 2;                                2 [3]",
                "start 2, release 3, restart;                                  2 [3]",
                "start 2, release 3, open 4, restart 2, open 4, return 4;      2 [3] 4",
                "start 2, release 3, restart 3;                                2 [3]",
                "start 2, release 3, restart 4, return 3;                      2 3 [4]",
                "start 2, open 3, restart 3, return 2;                         2 [3]",
                "start 2, open 3, restart 2, return 3;                         [2] 3",
                "start 2, release 3, release 2, restart 3;                     3 [2]",
                "start 2, release 3, restart 2, release 2;                     3 [2]",
            },
            delimiter = ';')
    void order(String events, String expected) {
        Releases releases = new Releases("none", 0, RolloutJournal.none(clock));
        for (String event : events.split(", ", -1)) {
            String[] words = event.split(" ", -1);
            releases = happens(releases, words[0], words.length > 1 ? words[1] : null);
        }
        assertThat(shown(releases)).isEqualTo(expected);
    }

    private Releases happens(Releases releases, String what, @Nullable String version) {
        switch (what) {
            case "start" -> {
                return new Releases(version, 0, kept);
            }
            case "restart" -> {
                releases.close();
                clock.advance(Duration.ofSeconds(1));
                return new Releases(version, clock.millis(), kept);
            }
            case "release", "force" -> release(releases, version, what.equals("force"));
            default -> releases.seen(String.valueOf(version), what.equals("return"));
        }
        return releases;
    }

    private static void release(Releases releases, @Nullable String version, boolean force) {
        Order order = Order.release(String.valueOf(version), force);
        long number = releases.current().number() + 1;
        Command command = new Command("id-" + number, 1, Actor.APPLICATION, order, String.valueOf(version));
        boolean rollback = releases.isRollback(command.version());
        releases.add(Release.of(command, (Action.ReleaseVersion) order.action(), rollback, number));
    }

    private static String shown(Releases releases) {
        TreeSet<String> all = new TreeSet<>(List.of("1", "2", "3", "4", "5"));
        List<String> known = releases.order().sorted(all).stream()
                .filter(version -> isKnown(releases, version))
                .toList();
        List<Standing> standings =
                known.stream().map(releases.order()::standing).toList();
        assertThat(standings).isSorted();
        return known.stream()
                .map(version -> version.equals(releases.currentVersion()) ? "[" + version + "]" : version)
                .collect(Collectors.joining(" "));
    }

    private static boolean isKnown(Releases releases, String version) {
        return releases.memory().names().stream()
                .anyMatch(name -> name.version().equals(version));
    }

    @Test
    void aVersionThatTheOrderDoesNotKnowIsComparedWithTheCurrentOne() {
        Releases releases = new Releases("2", 0, RolloutJournal.none(clock));
        assertThat(releases.order().isOutdated("unheard-of")).isTrue();
        assertThat(releases.order().isOutdated("2")).isFalse();
        assertThat(new Releases(null, 0, RolloutJournal.none(clock)).currentVersion())
                .isEqualTo("dev");
    }

    @Test
    void madeUpNamesPushOutOnlyEachOther() {
        Releases releases = new Releases("v1", 0, kept);
        release(releases, "v2", false);
        for (int i = 0; i < 3 * ReleaseMemory.MAX_NAMES; i++) {
            releases.seen("made-up-" + i, false);
        }
        List<Name> names = releases.memory().names();
        assertThat(names).hasSize(ReleaseMemory.MAX_NAMES + 2).startsWith(new Name("v1", true), new Name("v2", true));
        assertThat(names.get(names.size() - 1)).isEqualTo(new Name("made-up-2999", false));
        assertThat(releases.order().standing("made-up-2999")).isEqualTo(Standing.AHEAD);
        assertThat(releases.order().standing("v1")).isEqualTo(Standing.BEHIND);
    }

    @Test
    void releasesAreKeptUpToALimitAndTheirNamesLonger() {
        Releases releases = new Releases("r0", 0, kept);
        IntStream.rangeClosed(1, 150).forEach(i -> release(releases, "r" + i, false));
        Releases restarted = new Releases("r3", 0, kept);
        assertThat(restarted.currentVersion()).isEqualTo("r150");
        assertThat(restarted.list()).hasSize(Releases.MAX_RELEASES).isEqualTo(releases.list());
        assertThat(restarted.isRollback("r3")).isTrue();
    }

    @Test
    void whatDoesNotFitTogetherIsNoMemory() {
        Release two = Release.start("2", 0);
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseMemory(List.of(two), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseMemory(List.of(two), names("2", "2")));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseMemory(List.of(two), names("2", "3")));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseMemory(List.of(), names("2")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Name("a\nb", true));
        assertThat(new ReleaseMemory(List.of(two), names("1", "2")).names()).hasSize(2);
    }

    private static List<Name> names(String... versions) {
        return Arrays.stream(versions).map(version -> new Name(version, true)).toList();
    }
}
