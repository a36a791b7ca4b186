// SPDX-License-Identifier: Apache-2.0
/** The contract, proven on the Netty host. */
@NullMarked
package dev.rollcall.netty.contract;

import org.jspecify.annotations.NullMarked;
