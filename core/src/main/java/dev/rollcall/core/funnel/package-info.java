// SPDX-License-Identifier: Apache-2.0
/** How far a command has progressed on its tabs, as a value that nodes send each other and keep. */
@NullMarked
package dev.rollcall.core.funnel;

import org.jspecify.annotations.NullMarked;
