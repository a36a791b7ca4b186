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
 * @param blockers logs which filters keep event streams from being held
 * @param hidesSessions whether the session and the person of a WebSocket's handshake are hidden from the container
 */
record HostParts(
        Contract contract,
        HostResources resources,
        SseStreams streams,
        HeldConnections held,
        StreamBlockers blockers,
        boolean hidesSessions) {}
