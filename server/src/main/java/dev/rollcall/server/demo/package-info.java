// SPDX-License-Identifier: Apache-2.0
/** What {@code ./rollcall demo} shows: a shop on the browser client, and simulated visitors. Nothing else needs it. */
@NullMarked
package dev.rollcall.server.demo;

import org.jspecify.annotations.NullMarked;
