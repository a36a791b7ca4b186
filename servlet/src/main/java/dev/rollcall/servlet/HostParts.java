// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.sse.SseStreams;

/**
 * The parts of a host that carrying out a verdict needs.
 *
 * @param contract decides about requests
 * @param resources what all connections share
 * @param streams the held event streams
 * @param held counts and limits the held connections
 * @param blockers tells about filters that keep streams from being held
 * @param hidesSessions whether the container is to see no session of a WebSocket's handshake
 */
record HostParts(
        Contract contract,
        HostResources resources,
        SseStreams streams,
        HeldConnections held,
        StreamBlockers blockers,
        boolean hidesSessions) {}
