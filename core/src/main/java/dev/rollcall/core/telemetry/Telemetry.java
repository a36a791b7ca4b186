// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.telemetry;

import dev.rollcall.core.connection.Transport;

/**
 * Receives events, so that they can be counted. Every argument that could become a label comes from a small fixed
 * set, never from a stranger's input. Called on event loops: implementations must be fast, must not block and must not
 * throw. All methods do nothing unless overridden.
 */
public interface Telemetry {

    /** Counts nothing. */
    Telemetry NONE = new Telemetry() {};

    /** A connection opened. */
    default void opened(Transport transport) {}

    /** A connection closed. {@code reason} is the fixed word of its {@code Disconnect}. */
    default void closed(Transport transport, String reason) {}

    /** A request, handshake or credential was refused. */
    default void rejected(Refusal reason) {}

    /**
     * A message from a tab was accepted; {@code type} is a fixed word: {@code ping}, {@code route-update} and so on, or
     * {@code invalid}.
     */
    default void received(String type) {}

    /** A message was sent to this number of connections; {@code type} is a fixed word, {@code custom} for an application's own. */
    default void sent(String type, int count) {}

    /** A message was not delivered because the queue in front of its reader was full; {@code queue} is a fixed word. */
    default void dropped(String queue) {}

    /** A stats tick was done: how many subscribers, how many bytes in total, and how long building and sending took. */
    default void statsTick(int subscribers, long bytes, long nanos) {}

    /**
     * Events were not delivered to a listener of the application, because it was too slow or the process was ending.
     *
     * @param listener the name of the listener's class; an application has few of them
     * @param events how many, 1 or more
     */
    default void eventsDropped(String listener, int events) {}

    /** A listener of the application threw; {@code listener} as in {@link #eventsDropped}. */
    default void listenerFailed(String listener) {}

    /** A question to the authorizers got a thread after waiting this long. */
    default void authorizerWaited(long nanos) {}

    /** The authorizer answered (or failed, or ran out of time, which is a no). */
    default void authorized(boolean allowed, long nanos) {}

    /**
     * A write to the journal ended: whether it is kept, and how long that took. Writes that were refused because too many
     * wait are among those that are not kept.
     */
    default void journaled(boolean kept, long nanos) {}

    /** The address of the deployment check was asked; {@code result} is a fixed word: {@code named}, {@code cached} or {@code failed}. */
    default void deploymentAsked(String result) {}

    /**
     * A webhook was called, or given up; {@code result} is a fixed word: {@code sent}, {@code failed} or {@code
     * dropped}.
     */
    default void webhook(String result) {}

    /** How far the deployment is; {@code phase} is the fixed word of a {@code DeploymentState.Phase}. Called once for each change. */
    default void deploymentPhase(String phase) {}
}
