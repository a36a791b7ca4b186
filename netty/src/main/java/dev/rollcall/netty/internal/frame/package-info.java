// SPDX-License-Identifier: Apache-2.0
/** WebSocket frames and server-sent events as bytes, however the connection is held. Knows nothing of sockets. */
@NullMarked
package dev.rollcall.netty.internal.frame;

import org.jspecify.annotations.NullMarked;
