// SPDX-License-Identifier: Apache-2.0
/** The journal in a directory: one file to which a thread of its own appends. */
@NullMarked
package dev.rollcall.journal;

import org.jspecify.annotations.NullMarked;
