// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.token.Token;
import dev.rollcall.protocol.admin.token.TokenLimits;
import org.jspecify.annotations.Nullable;

/**
 * Who an admin request is from.
 *
 * @param grant what they may do, and their name
 * @param via how they proved it
 * @param token the token that they presented; null when they presented none
 */
record Caller(Grant grant, Via via, @Nullable Token token) {

    Caller(Grant grant, Via via) {
        this(grant, via, null);
    }

    boolean may(Scope scope) {
        return grant.allows(scope);
    }

    Actor actor() {
        return new Actor(grant.name(), via, token == null ? null : token.id(), null);
    }

    /** Returns which tabs their commands may reach. */
    TokenLimits limits() {
        return token == null ? TokenLimits.NONE : token.limits();
    }
}
