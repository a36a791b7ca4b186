// SPDX-License-Identifier: Apache-2.0
/** What nodes share, as bytes: leases, messages between nodes, and one log that all of them read. */
@NullMarked
package dev.rollcall.core.backplane;

import org.jspecify.annotations.NullMarked;
