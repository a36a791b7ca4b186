// SPDX-License-Identifier: Apache-2.0
/** What became of commands that make tabs reload, on all nodes together. */
@NullMarked
package dev.rollcall.core.receipt;

import org.jspecify.annotations.NullMarked;
