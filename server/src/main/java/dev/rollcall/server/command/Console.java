// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command reads besides its arguments, and where it writes.
 *
 * @param environment the environment variables
 * @param out standard output, for what was asked for
 * @param err standard error, for everything else
 */
public record Console(Map<String, String> environment, PrintWriter out, PrintWriter err) {

    /** Returns the console of this process, in UTF-8; lines are written at once. */
    public static Console ofProcess() {
        return new Console(
                System.getenv(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** Omits the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "Console";
    }
}
