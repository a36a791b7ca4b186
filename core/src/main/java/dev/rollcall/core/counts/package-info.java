// SPDX-License-Identifier: Apache-2.0
/** How many connections there are, in all and by name: what one node counts, and which names are shown. */
@NullMarked
package dev.rollcall.core.counts;

import org.jspecify.annotations.NullMarked;
