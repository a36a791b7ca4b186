// SPDX-License-Identifier: Apache-2.0
/** What happened, counted in a Micrometer registry. For applications that have Micrometer, which is optional here. */
@NullMarked
package dev.rollcall.protocol.metrics;

import org.jspecify.annotations.NullMarked;
