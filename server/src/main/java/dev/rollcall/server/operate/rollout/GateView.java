// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.screen.Bars;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Words;
import java.util.ArrayList;
import java.util.List;

/** The figures of a gate in one line. Pure functions. */
final class GateView {

    private static final int BAR = 20;

    private GateView() {}

    static String line(Fields figures, Terminal terminal) {
        List<String> parts = new ArrayList<>();
        long total = figures.number("total");
        if (figures.has("version")) {
            long on = figures.number("tabs");
            String bar = terminal.interactive() ? Bars.progress(on, total, BAR) + " " : "";
            parts.add(bar + Words.number(on) + " of " + Words.count(total, "tab") + " on " + figures.text("version", "")
                    + " (" + Words.percent(on, total) + ")");
        }
        if (figures.has("gone")) {
            parts.add(Words.count(figures.number("left"), "tab") + " still on " + figures.text("gone", ""));
        }
        if (figures.has("state")) {
            parts.add("wave " + figures.text("state", "") + ", " + Words.number(figures.number("returned")) + " of "
                    + Words.count(figures.number("matched"), "tab") + " returned");
        }
        String missing = figures.text("missing");
        if (missing != null) {
            parts.add(missing);
        }
        return String.join("; ", parts);
    }
}
