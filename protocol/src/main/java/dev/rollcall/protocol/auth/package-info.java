// SPDX-License-Identifier: Apache-2.0
/** The built-in ways of telling who may see stats: secrets, JWTs, sealed cookies, a callback. */
@NullMarked
package dev.rollcall.protocol.auth;

import org.jspecify.annotations.NullMarked;
