// SPDX-License-Identifier: Apache-2.0
/**
 * The endpoints for tabs: how a tab gets in, what it may send, and how it leaves. Knows nothing about the admin
 * endpoints.
 */
@NullMarked
package dev.rollcall.protocol.tab;

import org.jspecify.annotations.NullMarked;
