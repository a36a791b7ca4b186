// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;

/**
 * Who an admin request is from.
 *
 * @param grant what they may do, and their name
 * @param via how they have shown it
 */
record Caller(Grant grant, Via via) {

    boolean may(Scope scope) {
        return grant.allows(scope);
    }

    Actor actor() {
        return new Actor(grant.name(), via);
    }
}
