// SPDX-License-Identifier: Apache-2.0
/**
 * The deployment check: asks an address which build is deployed, says how far the deployment is, and judges announcements by
 * it. What follows from the answers is decided in {@code core.deployment}.
 */
@NullMarked
package dev.rollcall.protocol.deployment;

import org.jspecify.annotations.NullMarked;
