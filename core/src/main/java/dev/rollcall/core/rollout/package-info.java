// SPDX-License-Identifier: Apache-2.0
/** Which version is in force, and what tabs were told to do about it. */
@NullMarked
package dev.rollcall.core.rollout;

import org.jspecify.annotations.NullMarked;
