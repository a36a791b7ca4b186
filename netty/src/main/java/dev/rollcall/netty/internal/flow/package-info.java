// SPDX-License-Identifier: Apache-2.0
/** What others make a host hold, and for how long: bytes against a budget, time limits, answers as they are taken. */
@NullMarked
package dev.rollcall.netty.internal.flow;

import org.jspecify.annotations.NullMarked;
