// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import dev.rollcall.core.time.Timer;

/**
 * What all connections of a host share.
 *
 * @param timer runs short tasks that do not block, later
 * @param blocking runs calls of the container that block
 * @param encodings the messages in the forms that the container takes
 */
public record HostResources(Timer timer, BlockingCalls blocking, ServletEncodings encodings) {}
