// SPDX-License-Identifier: Apache-2.0
/** Commands that take time and follow their progress: waves, and the gate. */
@NullMarked
package dev.rollcall.server.operate.rollout;

import org.jspecify.annotations.NullMarked;
