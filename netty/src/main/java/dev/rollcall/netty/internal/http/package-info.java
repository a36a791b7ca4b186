// SPDX-License-Identifier: Apache-2.0
/** Requests and responses of HTTP/1.1 on a channel, from the first byte of a request to its answer. */
@NullMarked
package dev.rollcall.netty.internal.http;

import org.jspecify.annotations.NullMarked;
