// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import java.io.PrintWriter;
import java.time.InstantSource;

/**
 * The progress of something: on a terminal one line that is rewritten, elsewhere a line for each change, at most every
 * ten seconds. Not thread-safe.
 */
public final class StatusLine {

    private static final long LINE_EVERY_MILLIS = 10_000;

    private final PrintWriter out;
    private final InstantSource clock;
    private final Terminal terminal;
    private String last = "";
    private long lineAt = -LINE_EVERY_MILLIS;

    /** Writes to a stream, which {@code terminal} describes. */
    public StatusLine(PrintWriter out, Terminal terminal, InstantSource clock) {
        this.clock = clock;
        this.out = out;
        this.terminal = terminal;
    }

    /** Returns the terminal that it writes to. */
    public Terminal terminal() {
        return terminal;
    }

    /** Shows a text in place of the previous one. */
    public void show(String text) {
        if (text.equals(last) || (!terminal.interactive() && clock.millis() < lineAt + LINE_EVERY_MILLIS)) {
            return;
        }
        last = text;
        lineAt = clock.millis();
        if (terminal.interactive()) {
            out.print("\r\u001b[K" + Text.cut(text, terminal.width() - 1));
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** Ends the line, which stays. */
    public void end() {
        if (terminal.interactive() && !last.isEmpty()) {
            out.println();
        }
        last = "";
    }
}
