// SPDX-License-Identifier: Apache-2.0
/** What all connections of a host share: the contract, the limits, the pending connections, and time limits. */
@NullMarked
package dev.rollcall.netty.internal.serving;

import org.jspecify.annotations.NullMarked;
