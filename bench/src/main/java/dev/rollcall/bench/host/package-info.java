// SPDX-License-Identifier: Apache-2.0
/** Measures what held tabs cost the other requests of the application that holds them. docs/performance.md explains how to run it. */
@NullMarked
package dev.rollcall.bench.host;

import org.jspecify.annotations.NullMarked;
