// SPDX-License-Identifier: Apache-2.0
/** Requests on the connections of another Netty server. */
@NullMarked
package dev.rollcall.netty.internal.guest;

import org.jspecify.annotations.NullMarked;
