// SPDX-License-Identifier: Apache-2.0
/** Which connections a command is for. */
@NullMarked
package dev.rollcall.core.target;

import org.jspecify.annotations.NullMarked;
