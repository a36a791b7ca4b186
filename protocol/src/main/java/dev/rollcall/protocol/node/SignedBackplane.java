// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.node.NodeId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A backplane that a stranger may reach: everything carries a signature (HMAC-SHA256, RFC 2104) with a key that all
 * nodes share, and anything without one is dropped. It proves that a node made something and what for, but not when: a
 * stranger who can read the backplane may resend what a node has sent; ids and sequence numbers make that harmless
 * while the node is there. Thread-safe.
 */
public final class SignedBackplane implements Backplane {

    private static final byte[] CARD = {'c'};
    private static final byte[] MESSAGE = {'m'};
    private static final byte[] ENTRY = {'e'};

    private final Backplane carrier;
    private final ClusterSeal seal;

    /**
     * Signs everything that goes over a backplane.
     *
     * @param key the text that all nodes share
     * @param forged called for everything that is dropped, on any thread
     */
    public SignedBackplane(Backplane carrier, String key, Runnable forged) {
        this.carrier = carrier;
        this.seal = new ClusterSeal(key, forged);
    }

    @Override
    public void start(NodeId self, Receiver receiver) {
        carrier.start(self, new Checking(receiver));
    }

    @Override
    public CompletionStage<Roster> renew(byte[] card, long floor) {
        return carrier.renew(seal.sign(CARD, card), floor).thenApply(this::checked);
    }

    private Roster checked(Roster roster) {
        List<Roster.Lease> genuine = roster.leases().stream()
                .map(lease -> {
                    byte[] card = seal.open(CARD, lease.card());
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
        return carrier.tellAll(seal.sign(MESSAGE, message));
    }

    @Override
    public CompletionStage<@Nullable Void> tellWatchers(byte[] message) {
        return carrier.tellWatchers(seal.sign(MESSAGE, message));
    }

    @Override
    public CompletionStage<@Nullable Void> tell(NodeId to, byte[] message) {
        return carrier.tell(to, seal.sign(MESSAGE, message));
    }

    @Override
    public CompletionStage<@Nullable Void> watch(boolean on) {
        return carrier.watch(on);
    }

    @Override
    public CompletionStage<Long> append(byte[] entry, long floor) {
        return carrier.append(seal.sign(ENTRY, entry), floor);
    }

    @Override
    public void close() {
        carrier.close();
    }

    private final class Checking implements Receiver {
        private final Receiver receiver;

        Checking(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void message(byte[] message) {
            byte[] content = seal.open(MESSAGE, message);
            if (content != null) {
                receiver.message(content);
            }
        }

        @Override
        public void entry(long number, long ageMillis, byte[] entry) {
            byte[] content = seal.open(ENTRY, entry);
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
