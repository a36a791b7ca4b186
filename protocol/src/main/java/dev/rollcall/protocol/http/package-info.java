// SPDX-License-Identifier: Apache-2.0
/** What strangers send, made safe: requests, addresses, origins, cookies, limits. No sockets. */
@NullMarked
package dev.rollcall.protocol.http;

import org.jspecify.annotations.NullMarked;
