// SPDX-License-Identifier: Apache-2.0
/** Counters and gauges for Prometheus. */
@NullMarked
package dev.rollcall.server.metrics;

import org.jspecify.annotations.NullMarked;
