// SPDX-License-Identifier: Apache-2.0
/** What became of commands that make tabs reload, over all nodes. */
@NullMarked
package dev.rollcall.core.receipt;

import org.jspecify.annotations.NullMarked;
