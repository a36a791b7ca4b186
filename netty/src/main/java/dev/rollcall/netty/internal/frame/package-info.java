// SPDX-License-Identifier: Apache-2.0
/** WebSocket frames and server-sent events as bytes, whatever holds the connection. Knows nothing of sockets. */
@NullMarked
package dev.rollcall.netty.internal.frame;

import org.jspecify.annotations.NullMarked;
