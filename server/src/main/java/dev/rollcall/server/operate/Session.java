// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.AdminCalls;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Style;
import dev.rollcall.server.screen.Table;
import dev.rollcall.server.screen.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command works with: the server, and where it writes. Not thread-safe.
 *
 * @param calls asks the server
 * @param out standard output, for what was asked for
 * @param err standard error, for everything else
 * @param terminal the terminal or file that standard output is
 * @param errors the terminal or file that standard error is
 * @param environment the environment variables
 * @param json whether to print the answer as it came
 * @param clock the time of day
 * @param waiting how the command waits
 */
public record Session(
        AdminCalls calls,
        PrintWriter out,
        PrintWriter err,
        Terminal terminal,
        Terminal errors,
        Map<String, String> environment,
        boolean json,
        Clock clock,
        Waiting waiting) {

    /**
     * The time of day for the person at the terminal.
     *
     * @param source tells the time
     * @param zone their time zone
     */
    public record Clock(InstantSource source, ZoneId zone) {}

    /** How a command waits. */
    @FunctionalInterface
    public interface Waiting {
        /** Waits. */
        void wait(Duration duration) throws InterruptedException;
    }

    /** Returns the time, in milliseconds since the epoch. */
    public long now() {
        return clock.source().millis();
    }

    /** Returns the colours of standard output. */
    public Style style() {
        return new Style(terminal.colors());
    }

    /** Prints a line. */
    public void line(String text) {
        out.println(text);
    }

    /** Prints a table. */
    public void table(Table table) {
        table.lines(terminal).forEach(out::println);
    }

    /** Prints an answer as it came, for a program that reads it. */
    public void raw(Reply reply) {
        out.println(reply.text());
    }

    /** Omits the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "Session[" + calls.address() + "]";
    }
}
