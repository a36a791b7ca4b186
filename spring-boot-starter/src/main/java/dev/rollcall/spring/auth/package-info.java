// SPDX-License-Identifier: Apache-2.0
/** The ways to decide who may see stats that need rollcall-auth: tokens, sealed sessions, a callback. */
@NullMarked
package dev.rollcall.spring.auth;

import org.jspecify.annotations.NullMarked;
