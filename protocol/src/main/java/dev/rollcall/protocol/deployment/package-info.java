// SPDX-License-Identifier: Apache-2.0
/**
 * The deployment check: asks an address which build is deployed, says how far the deployment is, and judges announcements by
 * it. {@code core.deployment} decides what follows from the answers.
 */
@NullMarked
package dev.rollcall.protocol.deployment;

import org.jspecify.annotations.NullMarked;
