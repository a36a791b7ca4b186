// SPDX-License-Identifier: Apache-2.0
/** Tokens that are handed out while the server runs, with a name, scopes, limits and an end. */
@NullMarked
package dev.rollcall.protocol.admin.token;

import org.jspecify.annotations.NullMarked;
