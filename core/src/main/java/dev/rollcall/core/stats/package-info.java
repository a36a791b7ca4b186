// SPDX-License-Identifier: Apache-2.0
/** Who is connected, counted: snapshots, their differences, and the tick that sends them. */
@NullMarked
package dev.rollcall.core.stats;

import org.jspecify.annotations.NullMarked;
