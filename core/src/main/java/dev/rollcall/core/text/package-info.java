// SPDX-License-Identifier: Apache-2.0
/** The rules for text that strangers send and people read. Imports nothing else from Rollcall. */
@NullMarked
package dev.rollcall.core.text;

import org.jspecify.annotations.NullMarked;
