// SPDX-License-Identifier: Apache-2.0
/** Events, for those who measure them. Imports nothing from Rollcall but the connection's vocabulary. */
@NullMarked
package dev.rollcall.core.telemetry;

import org.jspecify.annotations.NullMarked;
