// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.screen.Bars;
import dev.rollcall.server.screen.Style;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Text;
import dev.rollcall.server.screen.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Stats as lines for people. Pure functions. */
final class StatsView {

    private static final int BAR = 30;
    private static final int MOST_NAME = 40;
    private static final int MOST_LOOKED_AT = 50;
    private static final int FIGURES = 22; // columns between a name and its bar

    private StatsView() {}

    /** Returns the totals in one line. */
    static String totals(Fields stats, Style style) {
        long total = stats.number("total");
        long outdated = stats.number("outdated");
        long ahead = stats.number("ahead");
        long on = total - outdated - ahead;
        String current = stats.text("current", "");
        String line = style.strong(Words.count(total, "tab"));
        line += current.isEmpty()
                ? ", no current version"
                : ", " + style.good(Words.number(on) + " on " + current + " (" + Words.percent(on, total) + ")");
        line += outdated > 0 ? ", " + style.waiting(Words.number(outdated) + " behind") : "";
        return line + (ahead > 0 ? ", " + Words.number(ahead) + " ahead" : "");
    }

    /**
     * Returns the versions, each with a bar.
     *
     * @param most the largest number of lines
     */
    static List<String> versions(Fields stats, Terminal terminal, int most) {
        Style style = new Style(terminal.colors());
        String current = stats.text("current", "");
        List<String> order = stats.texts("order");
        List<String> behind = order.subList(0, Math.max(0, order.indexOf(current)));
        return bars(stats, "versions", terminal, most, (name, bar) -> {
            if (name.equals(current)) {
                return style.good(bar);
            }
            return behind.contains(name) ? style.waiting(bar) : style.neutral(bar);
        });
    }

    /** Returns the routes, each with a bar; like {@link #versions}. */
    static List<String> routes(Fields stats, Terminal terminal, int most) {
        Style style = new Style(terminal.colors());
        return bars(stats, "routes", terminal, most, (name, bar) -> style.neutral(bar));
    }

    /** @param colored colours the bar of a name */
    private static List<String> bars(
            Fields stats, String list, Terminal terminal, int most, BinaryOperator<String> colored) {
        Map<String, Long> counts = stats.object(list).numbers();
        long total = stats.number("total");
        int name = nameColumns(stats, terminal);
        int bar = terminal.interactive() ? Math.max(0, Math.min(2 * BAR, terminal.width() - name - FIGURES)) : BAR;
        List<String> lines = new ArrayList<>();
        boolean cut = counts.size() > most && most > 1;
        counts.entrySet().stream().limit(cut ? most - 1 : most).forEach(entry -> {
            long count = entry.getValue();
            String label = terminal.interactive() ? Text.left(entry.getKey(), name) : padded(entry.getKey(), name);
            String figures = Text.right(Words.number(count), 9) + Text.right(Words.percent(count, total), 7) + "  ";
            lines.add("  " + label + figures + colored.apply(entry.getKey(), Bars.bar(count, total, bar)));
        });
        if (cut) {
            lines.add("  and " + Words.number(counts.size() - most + 1) + " more");
        }
        return lines;
    }

    /** Returns one width for versions and routes, so that all bars line up. */
    private static int nameColumns(Fields stats, Terminal terminal) {
        int widest = Stream.of("versions", "routes")
                .flatMap(list -> stats.object(list).numbers().keySet().stream().limit(MOST_LOOKED_AT))
                .mapToInt(Text::columns)
                .max()
                .orElse(0);
        return Math.min(widest, terminal.interactive() ? Math.max(8, terminal.width() / 2 - FIGURES / 2) : MOST_NAME);
    }

    /** Pads a text; in a file nothing is cut. */
    private static String padded(String text, int columns) {
        return Text.columns(text) > columns ? text : Text.left(text, columns);
    }

    /** Returns transports, observers and servers in one line. */
    static String rest(Fields stats) {
        List<String> parts = new ArrayList<>();
        stats.object("transports").numbers().forEach((name, count) -> parts.add(name + " " + Words.number(count)));
        if (stats.number("observers") > 0) {
            parts.add("only watching " + Words.number(stats.number("observers")));
        }
        List<Fields> nodes = stats.objects("nodes");
        if (nodes.size() > 1) {
            parts.add(Words.count(nodes.size(), "server"));
        }
        return String.join(", ", parts);
    }

    /** Returns what is missing, in one line; empty if nothing is. */
    static String missing(Fields stats) {
        return stats.isTrue("partial") ? "Not everything: " + stats.text("missing", "tabs of other servers") : "";
    }
}
