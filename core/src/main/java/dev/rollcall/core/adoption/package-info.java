// SPDX-License-Identifier: Apache-2.0
/** How many tabs have moved to the current version. */
@NullMarked
package dev.rollcall.core.adoption;

import org.jspecify.annotations.NullMarked;
