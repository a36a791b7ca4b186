// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program that the build runs at its end. Ends with 1, and says why, when something is missing. */
public final class Main {

    private Main() {}

    /**
     * Checks a repository, and makes the bundle where it has been built for a release.
     *
     * @param arguments {@code built}, {@code release} or {@code signed}; the repository; the folder for the bundle
     * @throws IOException when a file cannot be read or written
     */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[1]).normalize();
        boolean release = !arguments[0].equals("built");
        List<String> problems =
                release ? Check.release(repository, arguments[0].equals("signed")) : Check.built(repository);
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.err.println("release: " + problems.size() + " problems (expected: none)");
            System.exit(1);
        }
        if (release) {
            List<Module> published =
                    Module.all(repository).stream().filter(Module::isPublished).toList();
            Path zip = Bundle.make(published, Path.of(arguments[2]));
            System.out.println("release: " + published.size() + " modules, complete"
                    + (arguments[0].equals("signed") ? " and signed" : ", but not signed (-Dgpg.keyname=KEY signs)")
                    + ": " + zip);
        }
    }
}
