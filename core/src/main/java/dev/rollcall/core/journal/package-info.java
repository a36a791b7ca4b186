// SPDX-License-Identifier: Apache-2.0
/** What must outlive a process: small values under keys, in bounded lists. Knows nothing about what they mean. */
@NullMarked
package dev.rollcall.core.journal;

import org.jspecify.annotations.NullMarked;
