// SPDX-License-Identifier: Apache-2.0
/** Files that are served as they are. */
@NullMarked
package dev.rollcall.protocol.assets;

import org.jspecify.annotations.NullMarked;
