// SPDX-License-Identifier: Apache-2.0
/** Connections that are held on their Netty channels. */
@NullMarked
package dev.rollcall.netty.internal.held;

import org.jspecify.annotations.NullMarked;
