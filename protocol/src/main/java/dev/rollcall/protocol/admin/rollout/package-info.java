// SPDX-License-Identifier: Apache-2.0
/** Waiting for a rollout: questions that are answered when they are answered with yes. */
@NullMarked
package dev.rollcall.protocol.admin.rollout;

import org.jspecify.annotations.NullMarked;
