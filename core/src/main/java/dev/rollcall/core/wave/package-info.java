// SPDX-License-Identifier: Apache-2.0
/** Commands that make tabs of this node reload: the moment at which each tab is notified, and how far each has come. */
@NullMarked
package dev.rollcall.core.wave;

import org.jspecify.annotations.NullMarked;
