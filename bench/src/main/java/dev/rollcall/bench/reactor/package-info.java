// SPDX-License-Identifier: Apache-2.0
/**
 * Ways to hold tabs where an application runs on Reactor Netty: with its public API alone, and below it. Peers of
 * bench/compare; docs/decisions/0017 is what came of it.
 */
@NullMarked
package dev.rollcall.bench.reactor;

import org.jspecify.annotations.NullMarked;
