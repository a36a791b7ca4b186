// SPDX-License-Identifier: Apache-2.0
/** The contract, one suite per area, one test per rule of {@code docs/protocol.md}. A host's tests extend them all. */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
