// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/clustering.md does what the page says. */
class DocsTest {

    private static final String BEGIN = "```java\n";

    private static String snippet(String url) throws Exception {
        String page = Files.readString(Path.of("../docs/clustering.md"));
        int from = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(from, page.indexOf("```", from)).replace("redis://localhost:6379", url);
    }

    private static Rollcall run(String snippet, Path classes) throws Exception {
        String source = """
                import dev.rollcall.core.Rollcall;
                import dev.rollcall.core.journal.*;
                import dev.rollcall.protocol.command.JournalJson;
                import dev.rollcall.protocol.node.NodeJson;
                import dev.rollcall.redis.*;

                public class Snippet implements java.util.concurrent.Callable<Rollcall> {
                    public Rollcall call() {
                        %s
                        return rollcall;
                    }
                }
                """.formatted(snippet);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-proc:none"),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///Snippet.java"), SimpleJavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return source;
                                    }
                                }))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Object made = loader.loadClass("Snippet").getConstructor().newInstance();
            return (Rollcall) ((Callable<?>) made).call();
        }
    }

    @Test
    @DisplayName("two nodes that are built this way see each other")
    void twoNodes(@TempDir Path classes) throws Exception {
        String snippet =
                snippet("redis://127.0.0.1:" + RedisBinary.OLDEST.shared().port());
        try (Rollcall first = run(snippet, classes);
                Rollcall second = run(snippet, classes)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(List.of(first, second))
                            .allSatisfy(node -> assertThat(
                                            node.internals().cluster().nodes())
                                    .hasSize(2)));
            assertThat(first.internals().journal().status().lasting()).isTrue();
        }
    }
}
