// SPDX-License-Identifier: Apache-2.0
/**
 * Bounds on what others make a host hold, and for how long: a budget of bytes, time limits, answers sent as clients
 * take them.
 */
@NullMarked
package dev.rollcall.netty.internal.flow;

import org.jspecify.annotations.NullMarked;
