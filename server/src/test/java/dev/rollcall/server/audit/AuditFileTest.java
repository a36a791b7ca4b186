// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static void append(Path path, String... lines) {
        try (AuditFile file = AuditFile.open(path)) {
            for (String line : lines) {
                file.append(line.getBytes(UTF_8));
            }
        }
    }

    @Test
    void linesAreAppendedInTheirOrderOverRestarts() throws IOException {
        Path path = folder.resolve("audit.jsonl");
        append(path, "one\n", "two\n");
        append(path, "three\n");
        assertThat(Files.readString(path)).isEqualTo("one\ntwo\nthree\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("a file that was moved away is reopened, as after a rotation")
    void rotated() throws Exception {
        Path path = folder.resolve("audit.jsonl");
        Path old = folder.resolve("audit.jsonl.1");
        try (AuditFile file = AuditFile.open(path)) {
            Files.move(path, old);
            file.append("one\n".getBytes(UTF_8));
        }
        assertThat(Files.readString(path)).isEqualTo("one\n");
        assertThat(Files.readString(old)).isEmpty();
    }

    @Test
    @DisplayName("a line that cannot be written is counted, and later lines are written when possible again")
    void failing() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path path = inner.resolve("audit.jsonl");
        AuditFile file = AuditFile.open(path);
        Files.delete(path);
        Files.delete(inner);
        file.append("lost\n".getBytes(UTF_8));
        file.close();
        assertThat(file.lost()).isEqualTo(1);
        file.append("after the end\n".getBytes(UTF_8));
        assertThat(file.lost()).isEqualTo(2);
    }

    @Test
    void whatCannotBeOpenedStopsTheStart() {
        assertThatThrownBy(() -> AuditFile.open(folder.resolve("none/audit.jsonl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("audit-file: ");
    }
}
