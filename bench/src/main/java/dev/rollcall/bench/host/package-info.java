// SPDX-License-Identifier: Apache-2.0
/** What held tabs cost the other requests of the application that holds them. docs/performance.md says how to run it. */
@NullMarked
package dev.rollcall.bench.host;

import org.jspecify.annotations.NullMarked;
