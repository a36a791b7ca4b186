// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.Verdict;
import dev.rollcall.protocol.http.Request;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all connections of a host share.
 *
 * @param decide the contract
 * @param rejected counts what the host refuses by itself, under a word from a fixed set
 * @param limits time and number
 * @param lobby the connections that are not held
 * @param turns one per event loop
 */
record Serving(
        Function<Request, Verdict> decide,
        Consumer<String> rejected,
        Limits limits,
        Lobby lobby,
        ConcurrentHashMap<EventLoop, Turn> turns) {

    Serving(Function<Request, Verdict> decide, Consumer<String> rejected, Limits limits) {
        this(decide, rejected, limits, new Lobby(limits.maxPending()), new ConcurrentHashMap<>());
    }

    Turn turn(EventLoop loop) {
        return turns.computeIfAbsent(loop, Turn::new);
    }
}
