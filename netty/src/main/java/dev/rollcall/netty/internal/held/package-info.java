// SPDX-License-Identifier: Apache-2.0
/**
 * Connections that are held on their Netty channels. A wire and the loop that flushes it are one idea in two classes.
 */
@NullMarked
package dev.rollcall.netty.internal.held;

import org.jspecify.annotations.NullMarked;
