// SPDX-License-Identifier: Apache-2.0
/** Rollcall for Java programs: build one, hand it to a host, ask it who is connected. */
@NullMarked
package dev.rollcall.core;

import org.jspecify.annotations.NullMarked;
