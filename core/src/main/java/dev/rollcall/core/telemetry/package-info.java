// SPDX-License-Identifier: Apache-2.0
/** What happened, for whoever measures. Imports nothing else of Rollcall but the connection's vocabulary. */
@NullMarked
package dev.rollcall.core.telemetry;

import org.jspecify.annotations.NullMarked;
