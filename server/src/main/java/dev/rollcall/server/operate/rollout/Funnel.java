// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.screen.Bars;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the tabs of a wave are, in one line. Pure functions. */
final class Funnel {

    /** The places of tabs from which nothing more is expected. */
    private static final List<String> OVER = List.of("returned", "unchanged", "gone", "aborted", "unconfirmed");

    private static final List<String> ORDER = List.of(
            "returned", "unchanged", "gone", "aborted", "unconfirmed", "reloading", "deferred", "delivered", "waiting");

    private static final int BAR = 20;

    private Funnel() {}

    /** Returns how far a wave is, with a bar if a person is looking. */
    static String line(Fields receipt, Terminal terminal) {
        Map<String, Long> funnel = receipt.object("funnel").numbers();
        long matched = receipt.number("matched");
        long over =
                OVER.stream().mapToLong(name -> funnel.getOrDefault(name, 0L)).sum();
        String bar = terminal.interactive() ? Bars.progress(over, matched, BAR) + " " : "";
        return bar + Words.number(over) + " of " + Words.count(matched, "tab") + parts(funnel);
    }

    private static String parts(Map<String, Long> funnel) {
        List<String> parts = new ArrayList<>();
        for (String name : ORDER) {
            long tabs = funnel.getOrDefault(name, 0L);
            if (tabs > 0) {
                parts.add(Words.number(tabs) + " " + name);
            }
        }
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }
}
