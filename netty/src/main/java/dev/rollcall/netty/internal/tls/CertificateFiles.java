// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import dev.rollcall.core.time.Timer;
import io.netty.buffer.ByteBufAllocator;
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
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current certificate, from two files that are checked for changes at a fixed interval. Thread-safe. */
public final class CertificateFiles implements AutoCloseable {

    /** How often the files are checked. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final long MAX_BYTES = 1 << 20;
    private static final String CERTIFICATE = "tls-certificate";
    private static final String KEY = "tls-key";

    private final Path certificate;
    private final Path key;
    private final Timer timer;
    private final Executor reader;
    private final boolean preferNative;
    private volatile TlsContext context;
    private CertificateAndKey current;
    private byte[] currentDigest;
    private byte[] rejectedDigest = {};
    private String lastProblem = "";
    private boolean warnedOfExpiry;
    private Timer.@Nullable Cancellable next;
    private boolean closed;

    private CertificateFiles(Path certificate, Path key, Timer timer, Executor reader, boolean preferNative) {
        this.certificate = certificate;
        this.key = key;
        this.timer = timer;
        this.reader = reader;
        this.preferNative = preferNative;
        Contents contents = contents();
        this.current = parse(contents);
        this.context = context(current);
        this.currentDigest = contents.digest();
        warnIfExpired();
    }

    /**
     * Reads the files and begins to watch them.
     *
     * @param timer schedules the checks
     * @param reader runs the checks, which block on the disk
     * @param preferNative whether to use BoringSSL if it is on the class path for this platform; otherwise Java's TLS
     *     is used
     * @throws IllegalArgumentException when the files cannot be used; the message names the file, what is wrong and
     *     what is expected
     */
    public static CertificateFiles open(
            Path certificate, Path key, Timer timer, Executor reader, boolean preferNative) {
        CertificateFiles files = new CertificateFiles(certificate, key, timer, reader, preferNative);
        files.schedule();
        return files;
    }

    /**
     * Returns the engine of a new connection, with the current certificate.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        TlsContext asked;
        do {
            asked = context;
            SSLEngine engine = asked.newEngine(allocator);
            if (engine != null) {
                return engine;
            }
        } while (asked != context); // Another certificate came at this very moment.
        throw new IllegalStateException("closed (expected: no connection after that)");
    }

    /** Returns what new connections use. */
    TlsContext context() {
        return context;
    }

    /** Returns the name of the TLS implementation, for logs: {@code BoringSSL} or {@code Java}. */
    public String provider() {
        return context.provider();
    }

    /** Stops checking the files. Open connections continue; new ones get no engine. Does nothing when called again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        context.close();
    }

    private synchronized void schedule() {
        if (!closed) {
            next = timer.after(INTERVAL, this::submit);
        }
    }

    /** Leaves the timer's thread, which must not wait for a disk. */
    private void submit() {
        try {
            reader.execute(this::check);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process is ending; the certificate is no longer checked.");
        }
    }

    private void check() {
        try {
            context.renewTicketKey(timer.ticks());
            Contents contents = contents();
            byte[] digest = contents.digest();
            if (MessageDigest.isEqual(digest, currentDigest)) {
                lastProblem = "";
            } else {
                renew(contents, digest);
            }
            warnIfExpired();
        } catch (IllegalArgumentException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The certificate could not be checked; the old one stays.", e);
        } finally {
            schedule();
        }
    }

    private void renew(Contents contents, byte[] digest) {
        try {
            CertificateAndKey renewed = parse(contents);
            replace(context(renewed));
            current = renewed;
            currentDigest = digest;
            lastProblem = "";
            warnedOfExpiry = false;
            LOG.info("New connections use a new certificate, which expires on {}", renewed.expires());
        } catch (IllegalArgumentException e) {
            // Perhaps only one of the two files has been written yet. It is a problem if the next check finds the same.
            boolean again = MessageDigest.isEqual(digest, rejectedDigest);
            rejectedDigest = digest;
            if (again) {
                throw e;
            }
            LOG.debug("The certificate cannot be used yet.", e);
        }
    }

    private synchronized void replace(TlsContext renewed) {
        TlsContext former = context;
        context = renewed;
        former.close();
        if (closed) {
            renewed.close();
        }
    }

    /** Warns once of each problem, not at every check. */
    private void warn(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOG.warn("The certificate could not be renewed; the old one stays: {}", problem);
        }
    }

    /** Warns once for each certificate, even if it expires while the process runs. */
    private void warnIfExpired() {
        if (!warnedOfExpiry && current.expires().isBefore(Instant.ofEpochMilli(timer.millis()))) {
            warnedOfExpiry = true;
            LOG.warn(
                    "{}: {} expired on {}; browsers refuse it. Renew it.", CERTIFICATE, certificate, current.expires());
        }
    }

    private CertificateAndKey parse(Contents contents) {
        List<X509Certificate> chain =
                named(CERTIFICATE, certificate, () -> CertificateAndKey.chain(contents.certificate()));
        return named(KEY, key, () -> CertificateAndKey.of(chain, contents.key()));
    }

    private TlsContext context(CertificateAndKey pair) {
        try {
            return TlsContext.of(pair, preferNative, timer.ticks());
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    CERTIFICATE + ": " + certificate
                            + " cannot be used (expected: a key and cipher suites that TLS 1.2 or 1.3 supports)",
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

    private Contents contents() {
        return new Contents(read(CERTIFICATE, certificate), read(KEY, key));
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

    /** The contents of both files. */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one check and is compared by its digest.
    private record Contents(byte[] certificate, byte[] key) {

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
