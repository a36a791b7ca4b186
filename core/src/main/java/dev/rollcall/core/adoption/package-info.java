// SPDX-License-Identifier: Apache-2.0
/** How far the tabs have come to the current version. */
@NullMarked
package dev.rollcall.core.adoption;

import org.jspecify.annotations.NullMarked;
