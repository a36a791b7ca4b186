// SPDX-License-Identifier: Apache-2.0
/** The current version, the commands that were given, and the list of them. */
@NullMarked
package dev.rollcall.core.rollout;

import org.jspecify.annotations.NullMarked;
