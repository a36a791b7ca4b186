// SPDX-License-Identifier: Apache-2.0
/** A host on Netty: carries requests to the contract and its verdicts back. Holds no rule of the contract itself. */
@NullMarked
package dev.rollcall.netty;

import org.jspecify.annotations.NullMarked;
