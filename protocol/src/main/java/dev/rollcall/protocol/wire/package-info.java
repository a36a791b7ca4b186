// SPDX-License-Identifier: Apache-2.0
/** What the author of a host sees: requests, verdicts, the wire to a tab, and the bytes that go over it. */
@NullMarked
package dev.rollcall.protocol.wire;

import org.jspecify.annotations.NullMarked;
