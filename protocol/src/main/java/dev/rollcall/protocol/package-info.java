// SPDX-License-Identifier: Apache-2.0
/** The wire contract: a host passes in requests and carries out the verdicts. */
@NullMarked
package dev.rollcall.protocol;

import org.jspecify.annotations.NullMarked;
