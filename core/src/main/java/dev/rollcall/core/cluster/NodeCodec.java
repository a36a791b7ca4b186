// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

/**
 * The form in which nodes write to each other. The contract's module defines it; a command looks the same on the wire,
 * in the journal and here. What a newer Rollcall wrote is read as far as it is understood. Thread-safe.
 */
public interface NodeCodec {

    /** Writes a card. */
    byte[] write(NodeCard card);

    /**
     * Reads a card.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    NodeCard readCard(byte[] card);

    /** Writes a message. */
    byte[] write(NodeMessage message);

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    NodeMessage readMessage(byte[] message);

    /**
     * Writes an entry of the log.
     *
     * @throws IllegalArgumentException when it holds code of the application, which cannot leave this process
     */
    byte[] write(LogEntry entry);

    /**
     * Reads an entry of the log.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    LogEntry readEntry(byte[] entry);
}
