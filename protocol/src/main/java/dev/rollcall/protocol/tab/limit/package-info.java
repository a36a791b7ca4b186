// SPDX-License-Identifier: Apache-2.0
/** Bounds of one tab: what may wait for it, how much it may send, how often it polls. */
@NullMarked
package dev.rollcall.protocol.tab.limit;

import org.jspecify.annotations.NullMarked;
