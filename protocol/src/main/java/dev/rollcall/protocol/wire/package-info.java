// SPDX-License-Identifier: Apache-2.0
/**
 * What the author of a host sees: requests, verdicts, the wire to a tab, and the bytes that go over it. More than twelve
 * types, because this is the whole surface a host is written against, and it is read as one.
 */
@NullMarked
package dev.rollcall.protocol.wire;

import org.jspecify.annotations.NullMarked;
