// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.screen.Bars;
import dev.rollcall.server.screen.Style;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Text;
import dev.rollcall.server.screen.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stats on a separate screen, repainted each time in the terminal's current size. The previous screen returns when the
 * process ends, however it ends. Not thread-safe.
 */
final class WatchScreen {

    /** Switches to xterm's alternate screen without a cursor; the other switches back. */
    private static final String OPEN = "\u001b[?1049h\u001b[?25l";

    private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
    private static final String TOP = "\u001b[H";
    private static final String LINE_END = "\u001b[K\r\n";
    private static final String REST = "\u001b[J";
    private static final int AROUND = 8; // lines besides versions and routes

    private final Session session;
    private final PrintWriter out;
    private Terminal terminal;
    private Fields stats = new Fields(Map.of());
    private List<Long> totals = List.of();

    WatchScreen(Session session) {
        this.session = session;
        this.out = session.out();
        this.terminal = session.terminal();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "rollcall-screen"));
        out.print(OPEN);
        out.flush();
    }

    private void close() {
        out.print(CLOSE);
        out.flush();
    }

    void show(Fields now, List<Long> lastHour) {
        stats = now;
        totals = lastHour;
        paint("");
    }

    /** Shows the last known stats, and why they are old. */
    void unreachable(String why) {
        paint(why);
    }

    private void paint(String trouble) {
        terminal = terminal.resized(session.environment());
        List<String> lines = lines(stats, totals, trouble, terminal);
        StringBuilder screen = new StringBuilder(TOP);
        int height = Math.min(lines.size(), terminal.height() - 1);
        lines.subList(0, height).forEach(line -> screen.append(line).append(LINE_END));
        out.print(screen.append(REST));
        out.flush();
    }

    private List<String> lines(Fields now, List<Long> lastHour, String trouble, Terminal size) {
        Style style = new Style(size.colors());
        int free = Math.max(2, size.height() - AROUND - 1);
        int versions = now.object("versions").numbers().size();
        int routes = now.object("routes").numbers().size();
        int forVersions = Math.max(1, Math.min(versions, Math.max(free / 2, free - routes)));
        List<String> lines = new ArrayList<>();
        lines.add(title(style, size.width()));
        String summary = StatsView.totals(now, Style.PLAIN);
        lines.add(
                Text.columns(summary) > size.width() ? Text.cut(summary, size.width()) : StatsView.totals(now, style));
        lines.add(chart(lastHour, style, size.width()));
        lines.add(style.strong("Versions"));
        lines.addAll(StatsView.versions(now, size, forVersions));
        lines.add(style.strong("Routes"));
        lines.addAll(StatsView.routes(now, size, Math.max(1, free - Math.min(forVersions, versions))));
        lines.add("");
        lines.add(style.faint(Text.cut(StatsView.rest(now), size.width())));
        String missing = trouble.isEmpty() ? StatsView.missing(now) : trouble;
        lines.add(style.bad(Text.cut(missing.replace('\n', ' '), size.width())));
        return lines;
    }

    private String title(Style style, int width) {
        String left = "Rollcall at " + session.calls().address().base().getAuthority();
        String right = Words.time(session.now(), session.clock().zone()) + "  Ctrl-C ends";
        int gap = width - Text.columns(left) - Text.columns(right);
        return gap < 1
                ? style.strong(Text.cut(left, width))
                : style.strong(left) + " ".repeat(gap) + style.faint(right);
    }

    /** Returns a chart of the last minutes, as many as fit, ten seconds a column. */
    private static String chart(List<Long> lastHour, Style style, int width) {
        int columns = Math.min(Math.max(0, width - 24), 60);
        int shown = Math.min(columns, lastHour.size());
        String line = Bars.sparkline(lastHour, columns);
        return line.isEmpty() ? "" : style.neutral(line) + style.faint("  last " + Math.max(1, shown / 6) + " min");
    }
}
