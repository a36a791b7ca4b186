// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.netty.contract.Certified;
import dev.rollcall.testkit.ManualTimer;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native {0}")
@ValueSource(booleans = {true, false})
class CertificateFilesTest {

    @Parameter
    private boolean preferNative;

    @TempDir
    private Path directory;

    private final ManualTimer timer = ManualTimer.still();
    private Path certificate;
    private Path key;

    @BeforeEach
    void files() {
        certificate = directory.resolve("certificate.pem");
        key = directory.resolve("key.pem");
        Certified.make(certificate, key);
    }

    @AfterEach
    void end() {
        timer.close();
    }

    private CertificateFiles open() {
        return CertificateFiles.open(certificate, key, timer, Runnable::run, preferNative);
    }

    @Test
    @DisplayName("a new certificate is used, an unchanged or broken one is not")
    void reloads() throws IOException {
        try (CertificateFiles files = open()) {
            TlsContext first = files.context();
            assertThat(files.provider()).isEqualTo(preferNative ? "BoringSSL" : "Java");
            timer.advance(CertificateFiles.INTERVAL);
            assertThat(files.context()).isSameAs(first);
            Certified.make(certificate, key);
            timer.advance(CertificateFiles.INTERVAL);
            TlsContext second = files.context();
            assertThat(second).isNotSameAs(first);
            assertThat(first.newEngine(ByteBufAllocator.DEFAULT)).isNull();
            Files.delete(key);
            timer.advance(CertificateFiles.INTERVAL);
            Files.writeString(key, "nonsense");
            timer.advance(CertificateFiles.INTERVAL);
            assertThat(files.context()).isSameAs(second);
            Certified.make(certificate, key);
            timer.advance(CertificateFiles.INTERVAL);
            assertThat(files.context()).isNotSameAs(second);
        }
        assertThat(timer.pending()).isZero();
    }

    @Test
    @DisplayName("a certificate that is replaced before its key is used once the key has come")
    void halfReplaced() throws IOException {
        try (CertificateFiles files = open()) {
            TlsContext first = files.context();
            Path next = directory.resolve("next-key.pem");
            Certified.make(certificate, next);
            timer.advance(CertificateFiles.INTERVAL);
            assertThat(files.context()).isSameAs(first);
            Files.copy(next, key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            timer.advance(CertificateFiles.INTERVAL);
            assertThat(files.context()).isNotSameAs(first);
        }
    }

    @Test
    @DisplayName("a problem at the start is reported with file, reason and what is expected")
    void reports() throws IOException {
        Path other = directory.resolve("other-key.pem");
        Certified.make(directory.resolve("other.pem"), other);
        reports(certificate, other, "tls-key: " + other + " is the key of another certificate (expected: the cert");
        Path missing = directory.resolve("missing.pem");
        reports(missing, key, "tls-certificate: " + missing + " does not exist (expected: a PEM file that this");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        reports(empty, key, "tls-certificate: " + empty + " holds no certificate (expected: PEM, BEGIN CERT");
        reports(certificate, empty, "tls-key: " + empty + " holds no plain PKCS#8 key (expected: PEM, BEGIN PRIVATE");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        reports(broken, key, "tls-certificate: " + broken + " is not a certificate that Java can read (expected: PEM");
        Path garbled = Files.writeString(
                directory.resolve("garbled.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        reports(
                certificate,
                garbled,
                "tls-key: " + garbled + " is not a key for the certificate, whose algorithm is EC");
        assertThat(timer.pending()).isZero();
    }

    private void reports(Path certificate, Path key, String start) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateFiles.open(certificate, key, timer, Runnable::run, true))
                .satisfies(error -> assertThat(error.getMessage()).startsWith(start));
    }
}
