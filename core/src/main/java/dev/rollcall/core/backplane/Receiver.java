// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

/**
 * What a {@link Backplane} tells of what arrives. Called on threads of the backplane, messages in
 * their order and entries in theirs; every method must return soon and must not throw.
 */
public interface Receiver {

    /** A node has told something. It may have come late: from a node that is not there any more. */
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
