// SPDX-License-Identifier: Apache-2.0
/**
 * The contract as tests that every host must pass over real sockets. More than twelve types, because each holds the
 * tests of one topic of docs/protocol.md, and {@code WholeContract} lists them all; the few others are what those tests share.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
