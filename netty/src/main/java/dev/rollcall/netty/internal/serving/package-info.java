// SPDX-License-Identifier: Apache-2.0
/** What all connections of a host share: the contract, the limits, the count of pending connections. */
@NullMarked
package dev.rollcall.netty.internal.serving;

import org.jspecify.annotations.NullMarked;
