// SPDX-License-Identifier: Apache-2.0
/** Targets: which connections a command or a question is for, as data. */
@NullMarked
package dev.rollcall.core.match;

import org.jspecify.annotations.NullMarked;
