// SPDX-License-Identifier: Apache-2.0
/** How the contract is served: every option with its range and default. */
@NullMarked
package dev.rollcall.protocol.options;

import org.jspecify.annotations.NullMarked;
