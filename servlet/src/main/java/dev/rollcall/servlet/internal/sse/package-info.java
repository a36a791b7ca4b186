// SPDX-License-Identifier: Apache-2.0
/** Held event streams. Not for use outside this module. */
@NullMarked
package dev.rollcall.servlet.internal.sse;

import org.jspecify.annotations.NullMarked;
