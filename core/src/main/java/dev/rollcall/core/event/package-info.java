// SPDX-License-Identifier: Apache-2.0
/** What happens in a rollout, for those who want to hear of it. Imports nothing else of Rollcall but {@code fault}. */
@NullMarked
package dev.rollcall.core.event;

import org.jspecify.annotations.NullMarked;
