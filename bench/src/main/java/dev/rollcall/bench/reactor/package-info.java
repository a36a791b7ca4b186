// SPDX-License-Identifier: Apache-2.0
/**
 * Servers that hold tabs on Reactor Netty in different ways, with its public API or below it. bench/compare measures them
 * against each other; docs/decisions/0017 has the result.
 */
@NullMarked
package dev.rollcall.bench.reactor;

import org.jspecify.annotations.NullMarked;
