// SPDX-License-Identifier: Apache-2.0
/** The server that people write with Spring MVC if they do not use Rollcall: a peer of bench/compare. */
@NullMarked
package dev.rollcall.bench.emitter;

import org.jspecify.annotations.NullMarked;
