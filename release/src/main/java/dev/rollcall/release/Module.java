// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * A module of the repository.
 *
 * @param folder where it is
 * @param pom its source
 */
record Module(Path folder, Pom pom) {

    /** Returns all modules that the pom of the repository lists. */
    static List<Module> all(Path root) throws IOException {
        List<Module> all = new ArrayList<>();
        for (Element module : Pom.read(root.resolve("pom.xml")).all("modules/module")) {
            Path folder = root.resolve(module.getTextContent().strip());
            all.add(new Module(folder, Pom.read(folder.resolve("pom.xml"))));
        }
        return all;
    }

    /** Returns the name that it has in a repository. */
    String artifact() {
        return String.valueOf(pom.value("artifactId"));
    }

    /** Whether it is published: what is not says so. */
    boolean isPublished() {
        return !"true".equals(pom.value("properties/maven.deploy.skip"));
    }

    /** Whether it is a pom alone. */
    boolean isPom() {
        return "pom".equals(pom.value("packaging"));
    }

    /** Returns a file of the build, by what follows name and version: {@code -sources.jar}. */
    Path built(String ending) {
        return folder.resolve("target").resolve(artifact() + "-" + pom.version() + ending);
    }

    /** Returns the pom as it is published. */
    Path flattened() {
        return folder.resolve("target/flattened-pom.xml");
    }
}
