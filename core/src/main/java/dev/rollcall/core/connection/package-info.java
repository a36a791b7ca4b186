// SPDX-License-Identifier: Apache-2.0
/**
 * One open browser tab, and the registry of them all. It has more than twelve types, because those that make up the
 * registry (slots, ids, counted names, fan-out) use each other's fields to keep a connection within 200 bytes, and no
 * other type may.
 */
@NullMarked
package dev.rollcall.core.connection;

import org.jspecify.annotations.NullMarked;
