// SPDX-License-Identifier: Apache-2.0
/** The identity of a node: one process of Rollcall. */
@NullMarked
package dev.rollcall.core.node;

import org.jspecify.annotations.NullMarked;
