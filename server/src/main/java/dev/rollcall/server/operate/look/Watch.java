// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import static java.util.Objects.requireNonNullElse;

import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Style;
import dev.rollcall.server.screen.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows stats again and again, until the process ends. A server that does not answer is asked again; a refusal ends the
 * watch. Not thread-safe.
 */
final class Watch {

    private static final int HISTORY_EVERY = 10; // rounds; the newest row of the history is ten seconds long
    private static final int MOST_NAMED = 5;

    private final Session session;
    private final Duration every;
    private List<Long> totals = List.of();
    private String lastLine = "";

    /** @param every how often to look; null for every second */
    Watch(Session session, @Nullable Duration every) {
        this.session = session;
        this.every = requireNonNullElse(every, Duration.ofSeconds(1));
    }

    int run() throws InterruptedException {
        WatchScreen screen = session.terminal().interactive() && !session.json() ? new WatchScreen(session) : null;
        for (long round = 0; !Thread.currentThread().isInterrupted(); round++) {
            look(screen, round);
            session.waiting().wait(every);
        }
        return Failure.DONE;
    }

    private void look(@Nullable WatchScreen screen, long round) {
        try {
            Reply reply = session.calls().get("/admin/stats");
            if (screen == null) {
                line(reply);
                return;
            }
            if (round % HISTORY_EVERY == 0) {
                totals = history();
            }
            screen.show(reply.json(), totals);
        } catch (Failure e) {
            if (round == 0 || e.exitCode() != Failure.UNREACHABLE) {
                throw e;
            }
            unreachable(screen, e);
        }
    }

    private List<Long> history() {
        Reply reply = session.calls().ask("GET", "/admin/history", null);
        return reply.isOk() ? reply.json().longs("total") : List.of();
    }

    private void unreachable(@Nullable WatchScreen screen, Failure why) {
        if (screen == null) {
            changed(why.message(), session.err()::println);
        } else {
            screen.unreachable(why.message());
        }
    }

    private void line(Reply reply) {
        Fields stats = reply.json();
        String counts = counts(stats.object("versions").numbers());
        String text = StatsView.totals(stats, Style.PLAIN) + (counts.isEmpty() ? "" : "; " + counts);
        changed(
                session.json() ? reply.text() : text,
                line -> session.line(
                        session.json()
                                ? line
                                : Words.time(session.now(), session.clock().zone()) + "  " + line));
        session.out().flush();
    }

    private void changed(String line, Consumer<String> print) {
        if (!line.equals(lastLine)) {
            lastLine = line;
            print.accept(line);
        }
    }

    private static String counts(Map<String, Long> versions) {
        String named = versions.entrySet().stream()
                .limit(MOST_NAMED)
                .map(entry -> entry.getKey() + " " + Words.number(entry.getValue()))
                .collect(Collectors.joining(", "));
        return named + (versions.size() > MOST_NAMED ? ", and " + (versions.size() - MOST_NAMED) + " more" : "");
    }
}
