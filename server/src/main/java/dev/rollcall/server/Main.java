// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the program begins. */
public final class Main {

    private Main() {}

    /** Does what the arguments say, and ends the process with 0 (fine), 1 (it failed) or 2 (it was asked wrongly). */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Cli(System.getenv(), out, err).run(arguments));
    }

    /** The version of this program. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
