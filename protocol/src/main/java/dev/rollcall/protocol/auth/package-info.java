// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in ways of telling who may see stats: secrets, JWTs, sealed cookies, a callback. One package although it is
 * large, so that what they share (bounds for strangers' tokens, for memory, for outgoing requests) is nobody else's.
 */
@NullMarked
package dev.rollcall.protocol.auth;

import org.jspecify.annotations.NullMarked;
