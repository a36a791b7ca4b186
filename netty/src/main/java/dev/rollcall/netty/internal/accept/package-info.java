// SPDX-License-Identifier: Apache-2.0
/** Accepting connections, and setting up the channels for them. */
@NullMarked
package dev.rollcall.netty.internal.accept;

import org.jspecify.annotations.NullMarked;
