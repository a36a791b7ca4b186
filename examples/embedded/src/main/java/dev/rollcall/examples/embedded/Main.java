// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.Rollcall;
import java.nio.charset.Charset;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Runs the example on port 8090 and reads commands from the keyboard: {@code top}, {@code rollout},
 * {@code reload /checkout}, {@code regex ^/blog/\d+$}, {@code quit}.
 */
public final class Main {

    private static final int PORT = 8090;
    private static final String SECRET = "local-example-4711";

    private Main() {}

    /** Starts the site and carries out commands until {@code quit} or the end of the input. */
    public static void main(String[] arguments) {
        Sessions sessions =
                id -> CompletableFuture.completedStage(id.equals("the-session-of-an-admin") ? "admin" : null);
        Runnable migrated = () -> System.out.println("Every tab is on the latest build.");
        try (Site site = Site.start(PORT, "build-2", SECRET, sessions, migrated);
                Scanner keyboard = new Scanner(System.in, Charset.defaultCharset())) {
            System.out.println("Listening on http://localhost:" + site.port() + "/__skew");
            System.out.println("Commands: top, rollout, reload <route>, regex <expression>, quit");
            while (keyboard.hasNextLine() && carryOut(site.rollcall(), keyboard.nextLine())) {}
        }
    }

    /** Carries out one line. Returns false after {@code quit}. */
    private static boolean carryOut(Rollcall rollcall, String line) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "/";
        switch (words[0]) {
            case "top" ->
                Recipes.topPages(rollcall, 5)
                        .forEach(page -> System.out.println(page.getValue() + "  " + page.getKey()));
            case "rollout" -> System.out.println(Recipes.rollout(rollcall));
            case "reload" -> System.out.println(Recipes.reload(rollcall, argument) + " tabs reload");
            case "regex" -> System.out.println(Recipes.reload(rollcall, Pattern.compile(argument)) + " tabs reload");
            case "quit" -> {
                return false;
            }
            default -> System.out.println("Commands: top, rollout, reload <route>, regex <expression>, quit");
        }
        return true;
    }
}
