// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.protocol.http.address.AddressKey;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of memory all clients together may make a host hold: unfinished requests, responses that they do not
 * read, unfinished messages, and what their connections cost meanwhile. Beyond that, a connection of the address that
 * holds most is closed: the one that has held memory longest. One address may hold a quarter, except loopback and
 * private ones, because proxies have them. Thread-safe.
 *
 * <p>The bytes are estimates, on the high side, of what is held in the heap and outside it.
 */
public final class ByteBudget {

    /*
     * Design: one lock, taken only if something is left over after a read or a write. A request that comes in one piece
     * and whose answer the socket takes costs nothing here. A connection's bytes stop counting as soon as it is told to
     * close, so that each excess closes as few connections as necessary. They are freed when its event loop gets its
     * turn. While as many bytes as the whole budget wait to be freed, a connection that asks for more than an ordinary
     * request needs is closed itself, which its own loop does at once.
     */

    /** The smallest budget that does not refuse ordinary requests, in bytes. */
    public static final long LEAST = 1 << 20;

    /** What an ordinary request may hold for a moment, in bytes. */
    private static final long ORDINARY = 8 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ByteBudget.class);
    private static final TrustedProxies EXEMPT = TrustedProxies.privateRanges();

    private final long total;
    private final Runnable sentAway;
    private final OncePerMinute warnings = new OncePerMinute();
    private final Map<Object, Group> groups = new HashMap<>(); // this and the next two: under the lock
    private long held;
    private long leaving;

    /**
     * Makes an unused budget.
     *
     * @param total how many bytes may be held, at least {@link #LEAST}
     * @param sentAway called for each account that is sent away, on any thread
     */
    public ByteBudget(long total, Runnable sentAway) {
        if (total < LEAST) {
            throw new IllegalArgumentException("maxBufferedBytes: " + total + " (expected: at least " + LEAST + ")");
        }
        this.total = total;
        this.sentAway = sentAway;
    }

    /** Returns the budget of a process with this much heap, and this much memory for buffers outside it, in bytes. */
    public static long defaultFor(long heap, long direct) {
        return Math.max(LEAST, Math.min(heap, direct) / 4);
    }

    /**
     * Opens an account, which holds nothing yet.
     *
     * @param address the client's address; null if unknown
     * @param sendAway has the bytes given up and the account closed: at once if the calling thread is the one that uses
     *     the account, otherwise soon; called at most once, on any thread
     */
    public Account open(@Nullable InetAddress address, Runnable sendAway) {
        boolean limited = address != null && !EXEMPT.contains(address);
        return new Account(address == null ? "unknown" : AddressKey.of(address), limited, sendAway);
    }

    /** Returns how many bytes are held. */
    public synchronized long held() {
        return held;
    }

    private @Nullable Account set(Account account, long bytes) {
        Account loses;
        synchronized (this) {
            if (account.gone) {
                return null;
            }
            Group group = groups.computeIfAbsent(account.key, key -> new Group());
            move(group, account, bytes);
            if (held + leaving > 2 * total && bytes > ORDINARY) {
                loses = account;
            } else if (account.limited && group.held > total / 4) {
                loses = group.oldest();
            } else {
                loses = held > total ? fullest().oldest() : null;
            }
            if (loses != null) {
                loses.leaving = loses.bytes;
                leaving += loses.bytes;
                give(loses);
            }
            if (group.accounts.isEmpty()) {
                groups.remove(account.key);
            }
        }
        return loses;
    }

    private void move(Group group, Account account, long bytes) {
        held += bytes - account.bytes;
        group.held += bytes - account.bytes;
        account.bytes = bytes;
        if (bytes == 0) {
            group.accounts.remove(account);
        } else {
            group.accounts.add(account); // Keeps its place if it is already in.
        }
    }

    private void give(Account account) {
        Group group = groups.get(account.key);
        if (group != null) {
            move(group, account, 0);
            if (group.accounts.isEmpty()) {
                groups.remove(account.key);
            }
        }
        account.gone = true;
    }

    private Group fullest() {
        Group fullest = new Group();
        for (Group group : groups.values()) {
            fullest = group.held > fullest.held ? group : fullest;
        }
        return fullest;
    }

    private void sendAway(Account account) {
        sentAway.run();
        long more = warnings.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "Clients that send unfinished requests, or do not take their answers, hold more memory than they may"
                            + " (max-buffered-bytes, {} in total, a quarter of it for one address). The connections that had held it"
                            + " longest are closed: one now, {} before it.",
                    total,
                    more);
        }
        account.sendAway.run();
    }

    /** The accounts of one address. */
    private static final class Group {
        private final Set<Account> accounts = new LinkedHashSet<>();
        private long held;

        @Nullable
        Account oldest() {
            return accounts.isEmpty() ? null : accounts.iterator().next();
        }
    }

    /** The bytes that are held for one request, answer, message or connection. Used by one thread at a time. */
    public final class Account {
        private final Object key;
        private final boolean limited;
        private final Runnable sendAway;
        private long bytes; // this and the next two: under the budget's lock
        private long leaving;
        private boolean gone;
        private long last;

        private Account(Object key, boolean limited, Runnable sendAway) {
            this.key = key;
            this.limited = limited;
            this.sendAway = sendAway;
        }

        /** Notes how many bytes are held now, 0 or more. That may send away an account, possibly this one. */
        public void set(long now) {
            if (now == last) {
                return;
            }
            last = now;
            Account loses = ByteBudget.this.set(this, now);
            while (loses != null) {
                ByteBudget.this.sendAway(loses);
                loses = loses == this ? null : ByteBudget.this.set(this, now);
            }
        }

        /** Notes that nothing is held any longer, for good. Does nothing when called again. */
        public void close() {
            synchronized (ByteBudget.this) {
                give(this);
                ByteBudget.this.leaving -= leaving;
                leaving = 0;
            }
        }
    }
}
