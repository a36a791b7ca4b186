// SPDX-License-Identifier: Apache-2.0
/** What happens in a rollout, for listeners. Imports nothing from Rollcall but {@code fault}. */
@NullMarked
package dev.rollcall.core.event;

import org.jspecify.annotations.NullMarked;
