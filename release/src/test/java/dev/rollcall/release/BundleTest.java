// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is uploaded. */
class BundleTest {

    @TempDir
    private Path root;

    private static List<Module> published(Path root) throws IOException {
        return Module.all(root).stream().filter(Module::isPublished).toList();
    }

    @Test
    void everyFileIsThereWithItsChecksumsAndItsSignature() throws Exception {
        Repository repository = Repository.complete(root);
        Files.writeString(repository.built("one", ".jar.asc"), "signed");
        Files.writeString(repository.built("one", ".pom.asc"), "signed, too");
        Path into = root.resolve("central");
        Files.createDirectories(into);
        Files.writeString(into.resolve("old"), "of the build before");
        Path zip = Bundle.make(published(root), into);
        Path one = into.resolve("dev/rollcall/rollcall-one/1.2.3");
        for (String file :
                List.of("rollcall-one-1.2.3.jar", "rollcall-one-1.2.3.pom", "rollcall-one-1.2.3-javadoc.jar")) {
            byte[] bytes = Files.readAllBytes(one.resolve(file));
            assertThat(one.resolve(file + ".sha1"))
                    .hasContent(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes)));
            assertThat(one.resolve(file + ".md5")).exists();
        }
        assertThat(one.resolve("rollcall-one-1.2.3.jar.asc")).hasContent("signed");
        assertThat(one.resolve("rollcall-one-1.2.3.pom.asc")).hasContent("signed, too");
        assertThat(into.resolve("old")).doesNotExist();
        assertThat(into.resolve("dev/rollcall/rollcall-bench")).doesNotExist();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            assertThat(file.stream().map(entry -> entry.getName()))
                    .contains("dev/rollcall/rollcall-bom/1.2.3/rollcall-bom-1.2.3.pom")
                    .hasSize((1 + 4 + 4) * 5 + 2);
        }
    }

    @Test
    void twoBundlesOfTheSameFilesAreTheSame() throws Exception {
        Repository.complete(root);
        byte[] first = Files.readAllBytes(Bundle.make(published(root), root.resolve("a")));
        byte[] second = Files.readAllBytes(Bundle.make(published(root), root.resolve("b")));
        assertThat(first).isEqualTo(second);
    }
}
