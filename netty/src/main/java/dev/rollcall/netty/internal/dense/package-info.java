// SPDX-License-Identifier: Apache-2.0
/** Connections that are accepted and held without a Netty channel, on Linux with epoll. */
@NullMarked
package dev.rollcall.netty.internal.dense;

import org.jspecify.annotations.NullMarked;
