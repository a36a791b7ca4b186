// SPDX-License-Identifier: Apache-2.0
/** The journal in a directory: one file that a separate thread appends to. */
@NullMarked
package dev.rollcall.journal;

import org.jspecify.annotations.NullMarked;
