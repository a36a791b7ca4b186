// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.held.ChannelLoop;
import dev.rollcall.protocol.wire.Contract;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all connections of a host share. Thread-safe.
 *
 * @param contract decides about requests
 * @param limits how long the host waits, and for how many connections
 * @param pending the connections that are not held
 * @param budget the bytes that others make the host hold
 * @param channelLoops one for each event loop that holds connections on channels
 * @param leaveChannel how a connection leaves its channel to be held without it
 * @param secure whether every connection uses TLS
 */
public record HostContext(
        Contract contract,
        Limits limits,
        PendingConnections pending,
        ByteBudget budget,
        ConcurrentHashMap<EventLoop, ChannelLoop> channelLoops,
        LeaveChannel leaveChannel,
        boolean secure) {

    /** Makes a context without connections. */
    public HostContext(Contract contract, Limits limits, LeaveChannel leaveChannel, boolean secure) {
        this(
                contract,
                limits,
                new PendingConnections(limits.maxPending(), () -> contract.rejected(Refusal.PENDING)),
                new ByteBudget(limits.maxBufferedBytes(), () -> contract.rejected(Refusal.MEMORY)),
                new ConcurrentHashMap<>(),
                leaveChannel,
                secure);
    }

    /** Returns what the connections held on channels of this event loop share. */
    public ChannelLoop channelLoop(EventLoop loop) {
        return channelLoops.computeIfAbsent(loop, made -> new ChannelLoop(made, budget, limits.request()));
    }
}
