// SPDX-License-Identifier: Apache-2.0
/** The clock and the alarm, so that tests can hold time still. Imports nothing from Rollcall but {@code fault}. */
@NullMarked
package dev.rollcall.core.time;

import org.jspecify.annotations.NullMarked;
