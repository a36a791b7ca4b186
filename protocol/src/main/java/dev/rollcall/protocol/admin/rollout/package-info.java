// SPDX-License-Identifier: Apache-2.0
/** Waiting for a rollout: questions whose answer waits until it is yes. */
@NullMarked
package dev.rollcall.protocol.admin.rollout;

import org.jspecify.annotations.NullMarked;
