// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

/**
 * Is told what arrives over a {@link Backplane}. Called on the backplane's threads, with messages in order and entries
 * in order; every method must return soon and must not throw.
 */
public interface Receiver {

    /** A message from a node. It may be late: from a node that is no longer there. */
    void message(byte[] message);

    /**
     * An entry of the log, in the order of the log. After a connection was lost an entry may come twice.
     *
     * @param number its number
     * @param ageMillis how long ago it was appended, by the backplane's clock, in milliseconds
     */
    void entry(long number, long ageMillis, byte[] entry);

    /** The backplane can be reached, for the first time or again. Messages in between were lost. */
    void connected();

    /**
     * The backplane cannot be reached.
     *
     * @param why what was tried and what came of it, for people, without secrets
     */
    void lost(String why);
}
