// SPDX-License-Identifier: Apache-2.0
/** Several nodes in one test: a backplane in memory that can be cut, and the suite that every backplane must pass. */
@NullMarked
package dev.rollcall.testkit.cluster;

import org.jspecify.annotations.NullMarked;
