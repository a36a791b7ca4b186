// SPDX-License-Identifier: Apache-2.0
/** Held WebSockets, on Jakarta WebSocket. Not for use outside this module. */
@NullMarked
package dev.rollcall.servlet.internal.websocket;

import org.jspecify.annotations.NullMarked;
