// SPDX-License-Identifier: Apache-2.0
/**
 * Webhooks: what happens in a rollout is sent to addresses that the operator has configured, signed and retried. No request
 * can name an address.
 */
@NullMarked
package dev.rollcall.protocol.webhook;

import org.jspecify.annotations.NullMarked;
