// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import org.jspecify.annotations.Nullable;

/**
 * A token as a node knows it now. Immutable.
 *
 * @param token what it allows
 * @param expires when it ends by itself, in milliseconds since the epoch, as the wall clock is now
 * @param state whether it is valid
 * @param revokedBy who revoked it; null when nobody has
 * @param lastUsed when it was last presented to this node, in milliseconds since the epoch; null when it was not since
 *     the node started
 */
public record KnownToken(
        Token token,
        long expires,
        State state,
        @Nullable String revokedBy,
        @Nullable Long lastUsed) {

    /** Whether a token is valid. */
    public enum State {
        /** It is valid. */
        VALID("valid"),
        /** Its time is over. */
        EXPIRED("expired"),
        /** Somebody has revoked it. */
        REVOKED("revoked");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON. */
        public String wireName() {
            return wireName;
        }
    }
}
