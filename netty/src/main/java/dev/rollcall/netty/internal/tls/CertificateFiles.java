// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import dev.rollcall.core.time.Timer;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate in force, from two files that are looked at again and again. Thread-safe. */
public final class CertificateFiles implements AutoCloseable {

    /** How often the files are looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final long MAX_BYTES = 1 << 20;
    private static final String CERTIFICATE = "tls-certificate";
    private static final String KEY = "tls-key";

    private final Path certificate;
    private final Path key;
    private final Timer timer;
    private final Executor reader;
    private volatile SslContext context;
    private CertificateAndKey inForce;
    private byte[] seen;
    private byte[] rejected = {};
    private String complaint = "";
    private boolean warned;
    private Timer.@Nullable Cancellable next;
    private boolean closed;

    private CertificateFiles(Path certificate, Path key, Timer timer, Executor reader) {
        this.certificate = certificate;
        this.key = key;
        this.timer = timer;
        this.reader = reader;
        Bytes bytes = new Bytes(read(CERTIFICATE, certificate), read(KEY, key));
        this.inForce = pair(bytes);
        this.context = context(inForce);
        this.seen = bytes.digest();
        warnWhenOver();
    }

    /**
     * Reads the files and begins to watch them.
     *
     * @param timer says when to look
     * @param reader reads them
     * @throws IllegalArgumentException when they do not serve, naming the file, what is wrong and what is expected
     */
    public static CertificateFiles open(Path certificate, Path key, Timer timer, Executor reader) {
        CertificateFiles files = new CertificateFiles(certificate, key, timer, reader);
        files.schedule();
        return files;
    }

    /** What new connections are to use. */
    public SslContext context() {
        return context;
    }

    /** Looks no more; the certificate stays. Does nothing the second time. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void schedule() {
        if (!closed) {
            next = timer.after(INTERVAL, this::send);
        }
    }

    /** Not on the timer's thread, which must not wait for a disk. */
    private void send() {
        try {
            reader.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process is ending: certificates are looked at no more.");
        }
    }

    private void look() {
        try {
            Bytes bytes = new Bytes(read(CERTIFICATE, certificate), read(KEY, key));
            byte[] digest = bytes.digest();
            if (MessageDigest.isEqual(digest, seen)) {
                complaint = "";
            } else {
                renew(bytes, digest);
            }
            warnWhenOver();
        } catch (IllegalArgumentException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The certificate could not be looked at; the old one stays in force.", e);
        } finally {
            schedule();
        }
    }

    private void renew(Bytes bytes, byte[] digest) {
        try {
            CertificateAndKey pair = pair(bytes);
            context = context(pair);
            inForce = pair;
            seen = digest;
            complaint = "";
            warned = false;
            LOG.info("New certificate in force for new connections, until {}", pair.ends());
        } catch (IllegalArgumentException e) {
            // One of the two may have been written and the other not yet: it counts when it is still so at the next
            // look.
            boolean again = MessageDigest.isEqual(digest, rejected);
            rejected = digest;
            if (again) {
                throw e;
            }
            LOG.debug("The certificate does not serve yet.", e);
        }
    }

    /** Once for each thing that is wrong, not every ten seconds. */
    private void complain(String what) {
        if (!what.equals(complaint)) {
            complaint = what;
            LOG.warn("The certificate could not be renewed, the old one stays in force: {}", what);
        }
    }

    /** Once for each certificate, when it ends while the process runs too. */
    private void warnWhenOver() {
        if (!warned && inForce.ends().isBefore(Instant.ofEpochMilli(timer.millis()))) {
            warned = true;
            LOG.warn(
                    "{}: {} is over since {}; browsers will refuse it. Renew it",
                    CERTIFICATE,
                    certificate,
                    inForce.ends());
        }
    }

    private CertificateAndKey pair(Bytes bytes) {
        List<X509Certificate> chain =
                named(CERTIFICATE, certificate, () -> CertificateAndKey.chain(bytes.certificate()));
        return named(KEY, key, () -> CertificateAndKey.of(chain, bytes.key()));
    }

    private SslContext context(CertificateAndKey pair) {
        try {
            return pair.context();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    CERTIFICATE + ": " + certificate
                            + " cannot be used (expected: a key and suites that Java's TLS knows)",
                    e);
        }
    }

    private static <T> T named(String name, Path file, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + file + " " + e.getMessage(), e);
        }
    }

    private static byte[] read(String name, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        name + ": " + file + " is over 1 MiB (expected: a PEM file of at most 1 MiB)");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "does not exist" : "cannot be read";
            throw new IllegalArgumentException(
                    name + ": " + file + " " + why + " (expected: a PEM file that this process may read)", e);
        }
    }

    /** What is in the files. */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one look and is compared by digest.
    private record Bytes(byte[] certificate, byte[] key) {

        byte[] digest() {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                sha.update(certificate);
                return sha.digest(key);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is missing (expected: a Java platform that has it)", e);
            }
        }
    }
}
