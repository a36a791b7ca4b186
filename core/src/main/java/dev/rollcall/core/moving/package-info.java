// SPDX-License-Identifier: Apache-2.0
/** Tabs on their way from a node that is leaving to another. */
@NullMarked
package dev.rollcall.core.moving;

import org.jspecify.annotations.NullMarked;
