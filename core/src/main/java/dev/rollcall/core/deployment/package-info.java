// SPDX-License-Identifier: Apache-2.0
/**
 * What the fleet serves, as far as the answers of one address tell, and the announcement that follows from it. Asks nobody
 * itself: answers are handed in.
 */
@NullMarked
package dev.rollcall.core.deployment;

import org.jspecify.annotations.NullMarked;
