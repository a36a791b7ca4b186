// SPDX-License-Identifier: Apache-2.0
/**
 * Many nodes as one, as the rest of Rollcall sees them: which are there, what they count together, questions to other
 * nodes, entries that all of them act on, and the values that nodes send each other. How it is done is in {@code
 * member}.
 */
@NullMarked
package dev.rollcall.core.cluster;

import org.jspecify.annotations.NullMarked;
