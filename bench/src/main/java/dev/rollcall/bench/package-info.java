// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what must stay cheap as a site grows. */
@NullMarked
package dev.rollcall.bench;

import org.jspecify.annotations.NullMarked;
