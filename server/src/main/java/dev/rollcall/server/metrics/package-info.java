// SPDX-License-Identifier: Apache-2.0
/** What happened, counted for Prometheus. */
@NullMarked
package dev.rollcall.server.metrics;

import org.jspecify.annotations.NullMarked;
