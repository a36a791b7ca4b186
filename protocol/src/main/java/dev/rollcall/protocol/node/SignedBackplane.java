// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.node.NodeId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A backplane that a stranger may reach: everything carries a signature (HMAC-SHA256, RFC 2104) of a key that all nodes
 * share, and what does not is dropped. It says who made something and what for, and not when: a stranger who can read the
 * backplane may send again what a node has sent; ids and sequence numbers make that harmless while the node is there.
 * Thread-safe.
 */
public final class SignedBackplane implements Backplane {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final Backplane carrier;
    private final Runnable forged;
    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    /**
     * Signs what goes over a backplane.
     *
     * @param key the text that all nodes share
     * @param forged called for everything that is dropped, on any thread
     */
    public SignedBackplane(Backplane carrier, String key, Runnable forged) {
        this.carrier = carrier;
        this.forged = forged;
        this.key = new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM);
    }

    @Override
    public void start(NodeId self, Receiver receiver) {
        carrier.start(self, new Checking(receiver));
    }

    @Override
    public CompletionStage<Roster> renew(byte[] card, long floor) {
        return carrier.renew(sign('c', card), floor).thenApply(this::checked);
    }

    private Roster checked(Roster roster) {
        List<Roster.Lease> genuine = roster.leases().stream()
                .map(lease -> {
                    byte[] card = open('c', lease.card());
                    return card == null ? null : new Roster.Lease(lease.node(), lease.left(), card);
                })
                .<Roster.Lease>mapMulti((lease, into) -> {
                    if (lease != null) {
                        into.accept(lease);
                    }
                })
                .toList();
        return new Roster(genuine, roster.number());
    }

    @Override
    public CompletionStage<@Nullable Void> leave() {
        return carrier.leave();
    }

    @Override
    public CompletionStage<@Nullable Void> tellAll(byte[] message) {
        return carrier.tellAll(sign('m', message));
    }

    @Override
    public CompletionStage<@Nullable Void> tellWatchers(byte[] message) {
        return carrier.tellWatchers(sign('m', message));
    }

    @Override
    public CompletionStage<@Nullable Void> tell(NodeId to, byte[] message) {
        return carrier.tell(to, sign('m', message));
    }

    @Override
    public CompletionStage<@Nullable Void> watch(boolean on) {
        return carrier.watch(on);
    }

    @Override
    public CompletionStage<Long> append(byte[] entry, long floor) {
        return carrier.append(sign('e', entry), floor);
    }

    @Override
    public void close() {
        carrier.close();
    }

    /** @param use what it is for: one thing cannot be passed off as another */
    private byte[] sign(char use, byte[] content) {
        byte[] signed = Arrays.copyOf(mac(use, content), BYTES + content.length);
        System.arraycopy(content, 0, signed, BYTES, content.length);
        return signed;
    }

    /** Returns the content; null when it was not signed with the key. */
    private byte @Nullable [] open(char use, byte[] signed) {
        if (signed.length >= BYTES) {
            byte[] content = Arrays.copyOfRange(signed, BYTES, signed.length);
            if (MessageDigest.isEqual(mac(use, content), Arrays.copyOf(signed, BYTES))) {
                return content;
            }
        }
        forged.run();
        return null;
    }

    private byte[] mac(char use, byte[] content) {
        Mac mac = macs.get();
        mac.update(String.valueOf(use).getBytes(US_ASCII));
        return mac.doFinal(content);
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e); // every Java must have it
        }
    }

    private final class Checking implements Receiver {
        private final Receiver receiver;

        Checking(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void message(byte[] message) {
            byte[] content = open('m', message);
            if (content != null) {
                receiver.message(content);
            }
        }

        @Override
        public void entry(long number, long ageMillis, byte[] entry) {
            byte[] content = open('e', entry);
            if (content != null) {
                receiver.entry(number, ageMillis, content);
            }
        }

        @Override
        public void connected() {
            receiver.connected();
        }

        @Override
        public void lost(String why) {
            receiver.lost(why);
        }
    }
}
