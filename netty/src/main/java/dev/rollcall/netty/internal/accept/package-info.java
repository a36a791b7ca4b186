// SPDX-License-Identifier: Apache-2.0
/** Accepting connections, and setting up their channels. */
@NullMarked
package dev.rollcall.netty.internal.accept;

import org.jspecify.annotations.NullMarked;
