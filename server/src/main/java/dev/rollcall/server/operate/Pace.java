// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that say how fast and how carefully a command makes tabs reload. Pure functions. */
public final class Pace {

    /** The confirmed number of tabs. */
    public static final Option CONFIRM = Option.value(
            "--confirm", "N", "Number of tabs, as --dry-run counts them; needed for a large share of all tabs.");

    /** Whether to count only. */
    public static final Option DRY_RUN = Option.flag("--dry-run", "Only counts the tabs that would be reached.");

    /** Whether to return without following. */
    public static final Option DETACH =
            Option.flag("--detach", "Ends when the wave has begun, instead of following it.");

    /** How fast, and when to stop. */
    public static final List<Option> OPTIONS = List.of(
            Option.value("--spread", "TIME", "Time over which the tabs reload, such as 5m."),
            Option.value("--per-second", "N", "Number of tabs that reload each second, instead of --spread."),
            Option.value("--deadline", "TIME", "How long a page may put its reload off, to save work for example."),
            Option.value(
                    "--stop-when-lost",
                    "1-100",
                    "Stops when more than this share of the tabs, in percent, does not come back."),
            Option.value(
                    "--stop-when-unhealthy",
                    "N",
                    "Stops after this number of bad answers in a row from the server's health-url."));

    private static final int MOST_TABS = 100_000_000;

    private Pace() {}

    /** Adds the options to the body of a command. */
    public static Body add(Body body, Given given) {
        if (given.has("--spread") && given.has("--per-second")) {
            throw Failure.usage("--per-second: given with --spread (expected: one of them)");
        }
        return confirm(body, given)
                .with("spread", seconds(given.duration("--spread")))
                .with("perSecond", given.whole("--per-second", 1, 1_000_000))
                .with("deadline", seconds(given.duration("--deadline")))
                .with("stopWhen", stopWhen(given));
    }

    private static @Nullable Map<String, Integer> stopWhen(Given given) {
        Map<String, Integer> rules = new LinkedHashMap<>();
        Integer lost = given.whole("--stop-when-lost", 1, 100);
        if (lost != null) {
            rules.put("lost", lost);
        }
        Integer unhealthy = given.whole("--stop-when-unhealthy", 1, 100);
        if (unhealthy != null) {
            rules.put("unhealthy", unhealthy);
        }
        return rules.isEmpty() ? null : rules;
    }

    /** Returns whether a pace was given. */
    public static boolean isPaced(Given given) {
        return given.has("--spread") || given.has("--per-second");
    }

    /** Adds the confirmed number, and whether to count only. */
    public static Body confirm(Body body, Given given) {
        return body.with("confirm", given.whole("--confirm", 0, MOST_TABS)).with("dryRun", given.has("--dry-run"));
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
