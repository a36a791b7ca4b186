// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * The keys of the tickets with which clients resume their TLS sessions: random, known only to this process, and
 * replaced regularly, because a stolen key opens the sessions of its time (RFC 5077, section 5.5). Used by one
 * thread at a time. Loaded only if netty-tcnative is on the class path.
 */
final class TicketKeys {

    /** How long tickets are made with one key. They are accepted for as long again. */
    static final Duration LIFE = Duration.ofHours(12);

    private final OpenSslSessionContext sessions;
    private final SecureRandom random = new SecureRandom();
    private OpenSslSessionTicketKey key = newKey();
    private long since;

    /**
     * Begins with a first key.
     *
     * @param sessions the sessions of one certificate
     * @param now the time in milliseconds, by a clock that does not jump
     */
    TicketKeys(OpenSslSessionContext sessions, long now) {
        this.sessions = sessions;
        this.since = now;
        sessions.setTicketKeys(key);
    }

    /** Begins to make tickets with another key if the current one is old. */
    void renew(long now) {
        if (now - since >= LIFE.toMillis()) {
            OpenSslSessionTicketKey former = key;
            key = newKey();
            since = now;
            sessions.setTicketKeys(key, former); // The first one makes tickets, both are accepted.
        }
    }

    private OpenSslSessionTicketKey newKey() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
