// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

/** The connection that a message is for, as much of it as a message may know. */
public interface Recipient {

    /** Returns the public id of the connection: 22 characters of base64url. */
    String id();
}
