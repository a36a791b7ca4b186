// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program that the build runs at its end. It exits with 1, and says why, when something is wrong. */
public final class Main {

    private Main() {}

    /**
     * Checks a repository, and makes the bundle where it has been built for a release.
     *
     * @param arguments {@code built}, {@code release} or {@code signed}; the repository; the folder for the bundle
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[1]).normalize();
        boolean release = !arguments[0].equals("built");
        boolean signed = arguments[0].equals("signed");
        List<String> problems = release ? Check.release(repository, signed) : Check.built(repository);
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.err.println("release: problems found: " + problems.size() + " (expected: none)");
            System.exit(1);
        }
        if (release) {
            bundle(repository, Path.of(arguments[2]), signed);
        }
    }

    private static void bundle(Path repository, Path into, boolean signed) throws IOException {
        List<Module> published =
                Module.all(repository).stream().filter(Module::isPublished).toList();
        Path zip = Bundle.make(published, into);
        System.out.println("release: " + published.size() + " modules, complete"
                + (signed ? " and signed" : ", but not signed (-Dgpg.keyname=KEY signs)") + ": " + zip);
    }
}
