// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.server.command.Cli;
import dev.rollcall.server.command.Console;

/** The entry point of the program. */
public final class Main {

    private Main() {}

    /** Runs the command that the arguments name, and ends the process: with 0 (done), 1 (failed) or 2 (misused). */
    public static void main(String[] arguments) {
        System.exit(new Cli(Console.ofProcess()).run(arguments));
    }
}
