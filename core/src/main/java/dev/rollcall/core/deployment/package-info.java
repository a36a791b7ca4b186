// SPDX-License-Identifier: Apache-2.0
/**
 * What the fleet serves, judged by the answers of one address, and the announcement that follows from it. It asks
 * nobody itself: answers are passed in.
 */
@NullMarked
package dev.rollcall.core.deployment;

import org.jspecify.annotations.NullMarked;
