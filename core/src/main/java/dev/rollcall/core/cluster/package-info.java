// SPDX-License-Identifier: Apache-2.0
/**
 * Many nodes as one, as the rest of Rollcall sees them: who is there, what they count together, questions to other nodes, and
 * entries that all of them act on; and the values in which nodes tell each other. How it is done is in {@code member}.
 */
@NullMarked
package dev.rollcall.core.cluster;

import org.jspecify.annotations.NullMarked;
