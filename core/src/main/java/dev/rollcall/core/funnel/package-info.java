// SPDX-License-Identifier: Apache-2.0
/** How far the tabs of a command have come, as a value that nodes tell each other and that is kept. */
@NullMarked
package dev.rollcall.core.funnel;

import org.jspecify.annotations.NullMarked;
