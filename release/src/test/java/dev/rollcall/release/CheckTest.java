// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is missing from a release is found. */
class CheckTest {

    @TempDir
    private Path root;

    private Repository repository = new Repository(Path.of(""));

    @BeforeEach
    void make() throws IOException {
        repository = Repository.complete(root);
    }

    private List<String> problems() throws IOException {
        return Check.release(root, false);
    }

    private void pom(String artifact, String rest) throws IOException {
        repository.write("one/target/flattened-pom.xml", Repository.project(artifact, rest));
    }

    @Test
    void nothingIsMissingFromACompleteRelease() throws IOException {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".jar", "-sources.jar", "-javadoc.jar"})
    void aMissingJarIsFound(String ending) throws IOException {
        Files.delete(repository.built("two", ending));
        assertThat(problems()).singleElement().asString().contains("rollcall-two-1.2.3" + ending, "missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sources.jar", "-javadoc.jar"})
    void anEmptyJarIsFound(String ending) throws IOException {
        repository.jar("two", ending, null, "META-INF/nothing");
        assertThat(problems()).singleElement().asString().contains(ending, "nothing in it");
    }

    @ParameterizedTest
    @CsvSource({
        "<name>n</name>, name",
        "<description>d</description>, description",
        "<url>https://u.example</url>, url",
        "<license><name>Apache-2.0</name><url>https://l.example</url></license>, licenses/license/name",
        "<developer><name>Somebody</name></developer>, developers/developer/name",
        "<connection>c</connection>, scm/connection",
        "<developerConnection>d</developerConnection>, scm/developerConnection"
    })
    void missingMetadataIsFound(String element, String path) throws IOException {
        assertThat(Repository.METADATA).contains(element);
        pom("rollcall-one", Repository.METADATA.replace(element, ""));
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).endsWith(path + ": missing"));
    }

    @ParameterizedTest
    @CsvSource({
        "<parent><artifactId>rollcall-parent</artifactId></parent>, parent",
        "<properties><a>${revision}</a></properties>, expression",
        "<repositories><repository/></repositories>, repositories",
        "<distributionManagement><site/></distributionManagement>, distributionManagement"
    })
    void whatMakesAPomDependOnAnotherPlaceIsFound(String element, String named) throws IOException {
        pom("rollcall-one", Repository.METADATA + element);
        assertThat(problems()).singleElement().asString().contains(named);
    }

    @ParameterizedTest
    @CsvSource({
        "org.other, 1.0-SNAPSHOT, compile, expected: a release",
        "org.other, '', compile, no version",
        "org.other, '[1,2)', compile, range",
        "org.other, 1.0, test, scope test",
        "org.other, 1.0, system, scope system",
        "dev.rollcall, 1.2.2, compile, version 1.2.2"
    })
    void aDependencyThatNobodyCouldUseIsFound(String group, String version, String scope, String named)
            throws IOException {
        pom(
                "rollcall-one",
                Repository.METADATA + "<dependencies><dependency><groupId>" + group
                        + "</groupId><artifactId>a</artifactId><version>" + version + "</version><scope>" + scope
                        + "</scope></dependency></dependencies>");
        assertThat(problems()).singleElement().asString().contains(named);
    }

    @ParameterizedTest
    @CsvSource({"'', begins with dev.rollcall", "dev.rollcall.two, is that of", "dev.rollcall.1st, cannot be a module"})
    void aModuleNameThatIsMissingOrTakenOrInvalidIsFound(String name, String named) throws IOException {
        repository.jar("one", ".jar", name.isEmpty() ? null : name, "dev/rollcall/one/A.class");
        assertThat(Check.built(root))
                .isNotEmpty()
                .anySatisfy(problem -> assertThat(problem).contains(named));
    }

    @Test
    void aPackageInTwoJarsIsFound() throws IOException {
        repository.jar("one", ".jar", "dev.rollcall.one", "dev/rollcall/two/B.class");
        assertThat(Check.built(root)).singleElement().asString().contains("dev.rollcall.two is also in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.js",
                "static/index.js",
                "META-INF/resources/vue.js",
                "public/files.txt",
                "org/other/A.class"
            })
    void aFileThatAWebServerCouldTakeForTheApplicationsIsFound(String entry) throws IOException {
        repository.jar("one", ".jar", "dev.rollcall.one", entry);
        assertThat(Check.built(root)).anySatisfy(problem -> assertThat(problem).contains(entry + ": not below"));
    }

    @ParameterizedTest
    @CsvSource({"one", "one two bench", "one two three"})
    void aBomThatListsOtherModulesIsFound(String modules) throws IOException {
        repository.write(
                "bom/pom.xml",
                Repository.project("rollcall-bom", "<packaging>pom</packaging>" + Repository.bom(modules.split(" "))));
        assertThat(Check.built(root)).singleElement().asString().startsWith("rollcall-bom: lists");
    }

    @Test
    @DisplayName("with a key, every file must be signed, poms too")
    void missingSignaturesAreFound() throws IOException {
        assertThat(Check.release(root, true))
                .hasSize(9)
                .allSatisfy(problem -> assertThat(problem).contains(".asc: missing"));
    }
}
