// SPDX-License-Identifier: Apache-2.0
/** Who may use the admin endpoints: secrets, signed-in sessions, and a throttle for guesses. */
@NullMarked
package dev.rollcall.protocol.admin.access;

import org.jspecify.annotations.NullMarked;
