// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A small repository that has been built for a release and lacks nothing: a BOM, two published modules and one that is not.
 *
 * @param root where it is
 */
record Repository(Path root) {

    static final String VERSION = "1.2.3";

    static final String METADATA = """
            <name>n</name><description>d</description><url>https://u.example</url>
            <licenses><license><name>Apache-2.0</name><url>https://l.example</url></license></licenses>
            <developers><developer><name>Somebody</name></developer></developers>
            <scm><url>u</url><connection>c</connection><developerConnection>d</developerConnection></scm>
            """;

    static Repository complete(Path root) throws IOException {
        Repository made = new Repository(root);
        made.write(
                "pom.xml",
                project(
                        "rollcall-parent",
                        "<modules><module>bom</module><module>one</module>"
                                + "<module>two</module><module>bench</module></modules>"));
        made.write("bom/pom.xml", project("rollcall-bom", "<packaging>pom</packaging>" + bom("one", "two")));
        made.write(
                "bench/pom.xml",
                project("rollcall-bench", "<properties><maven.deploy.skip>true</maven.deploy.skip>" + "</properties>"));
        made.write("bom/target/flattened-pom.xml", project("rollcall-bom", METADATA + bom("one", "two")));
        for (String name : new String[] {"one", "two"}) {
            made.module(name);
        }
        return made;
    }

    private void module(String name) throws IOException {
        write(name + "/pom.xml", project("rollcall-" + name, ""));
        write(name + "/target/flattened-pom.xml", project("rollcall-" + name, METADATA));
        jar(name, ".jar", "dev.rollcall." + name, "dev/rollcall/" + name + "/A.class");
        jar(name, "-sources.jar", null, "dev/rollcall/" + name + "/A.java");
        jar(name, "-javadoc.jar", null, "index.html");
    }

    static String bom(String... modules) {
        StringBuilder list = new StringBuilder("<dependencyManagement><dependencies>");
        for (String module : modules) {
            list.append("<dependency><groupId>dev.rollcall</groupId><artifactId>rollcall-")
                    .append(module)
                    .append("</artifactId><version>" + VERSION + "</version></dependency>");
        }
        return list.append("</dependencies></dependencyManagement>").toString();
    }

    static String project(String artifact, String rest) {
        return "<project><modelVersion>4.0.0</modelVersion><groupId>dev.rollcall</groupId><artifactId>" + artifact
                + "</artifactId><version>" + VERSION + "</version>" + rest + "</project>";
    }

    void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void jar(String name, String ending, @Nullable String moduleName, String entry) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (moduleName != null) {
            manifest.getMainAttributes().putValue("Automatic-Module-Name", moduleName);
        }
        try (OutputStream out = Files.newOutputStream(built(name, ending));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.closeEntry();
        }
    }

    Path built(String name, String ending) {
        return root.resolve(name).resolve("target").resolve("rollcall-" + name + "-" + VERSION + ending);
    }
}
