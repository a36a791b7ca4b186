// SPDX-License-Identifier: Apache-2.0
/** What nodes write to each other: JSON, read and written only here. */
@NullMarked
package dev.rollcall.protocol.node;

import org.jspecify.annotations.NullMarked;
