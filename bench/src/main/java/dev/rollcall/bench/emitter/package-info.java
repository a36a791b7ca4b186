// SPDX-License-Identifier: Apache-2.0
/** What people write with Spring MVC when they have no Rollcall: a peer of bench/compare. */
@NullMarked
package dev.rollcall.bench.emitter;

import org.jspecify.annotations.NullMarked;
