// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * A Maven module of the repository.
 *
 * @param folder where it is
 * @param pom its pom, as it is in the repository
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

    /** Returns its artifact id, such as {@code rollcall-core}. */
    String artifact() {
        return String.valueOf(pom.value("artifactId"));
    }

    /** Returns whether it is published: a module that is not sets {@code maven.deploy.skip}. */
    boolean isPublished() {
        return !"true".equals(pom.value("properties/maven.deploy.skip"));
    }

    /** Returns whether it has a pom and no jar. */
    boolean isPom() {
        return "pom".equals(pom.value("packaging"));
    }

    /** Returns where the build puts a file, by what follows its name and version, such as {@code -sources.jar}. */
    Path built(String ending) {
        return folder.resolve("target").resolve(artifact() + "-" + pom.version() + ending);
    }

    /** Returns where the build puts the pom that is published. */
    Path flattened() {
        return folder.resolve("target/flattened-pom.xml");
    }
}
