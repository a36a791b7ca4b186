// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate in use: makes the engine of each new connection. Uses BoringSSL if netty-tcnative is on the class path
 * for this platform, otherwise Java's own TLS. Thread-safe.
 */
final class TlsContext implements AutoCloseable {

    /*
     * Design: a handshake in BoringSSL takes a tenth of the processor time of Java's (docs/performance.md). Its memory
     * is not on the heap: an engine is released with its SslHandler, and holds the context, which is released with its
     * certificate.
     *
     * A returning client resumes its session with a ticket that only this process can read (RFC 8446, section 2.2, and
     * RFC 5077). Java does that on its own; BoringSSL uses TicketKeys.
     */

    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

    private final SslContext context;
    private final @Nullable TicketKeys tickets;
    private boolean closed;

    private TlsContext(SslContext context, @Nullable TicketKeys tickets) {
        this.context = context;
        this.tickets = tickets;
    }

    /**
     * Puts a certificate to use.
     *
     * @param preferNative whether to use BoringSSL if it is there
     * @param now the time in milliseconds, by a clock that does not jump
     * @throws SSLException when the key cannot be used
     */
    static TlsContext of(CertificateAndKey pair, boolean preferNative, long now) throws SSLException {
        SslContext context = preferNative && hasNative() ? withNative(pair) : null;
        return context == null
                ? new TlsContext(pair.context(SslProvider.JDK), null)
                : new TlsContext(context, new TicketKeys((OpenSslSessionContext) context.sessionContext(), now));
    }

    /** Returns whether BoringSSL is on the class path for this platform. */
    static boolean hasNative() {
        return OpenSsl.isAvailable() && SslProvider.isAlpnSupported(SslProvider.OPENSSL_REFCNT);
    }

    /** Returns null if BoringSSL does not take the key: it does not know every kind that Java does. */
    private static @Nullable SslContext withNative(CertificateAndKey pair) {
        try {
            return pair.context(SslProvider.OPENSSL_REFCNT);
        } catch (SSLException | IllegalArgumentException e) {
            LOG.info("Java's TLS is used, because BoringSSL does not take the certificate's key: {}", e.getMessage());
            return null;
        }
    }

    /** Returns the name of the TLS implementation, for logs: {@code BoringSSL} or {@code Java}. */
    String provider() {
        return tickets == null ? "Java" : "BoringSSL";
    }

    /** Returns the engine of a new connection; null when this certificate is no longer in use. */
    synchronized @Nullable SSLEngine newEngine(ByteBufAllocator allocator) {
        return closed ? null : context.newEngine(allocator);
    }

    /** Begins to make tickets with another key if the current one is old. */
    synchronized void renewTicketKey(long now) {
        if (tickets != null && !closed) {
            tickets.renew(now);
        }
    }

    /** Releases the memory outside the heap as soon as the last engine is released. Does nothing when called again. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ReferenceCountUtil.release(context);
        }
    }
}
