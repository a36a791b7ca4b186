// SPDX-License-Identifier: Apache-2.0
/** HTTP/2: its connections, and the requests and event streams on their streams. */
@NullMarked
package dev.rollcall.netty.internal.http2;

import org.jspecify.annotations.NullMarked;
