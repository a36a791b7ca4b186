// SPDX-License-Identifier: Apache-2.0
/**
 * One open browser tab, and the registry of them all. More than twelve types, because those that make up the registry
 * (slots, ids, counted names, fan-out) reach into each other's fields to keep a connection within 200 bytes, and nobody
 * else may.
 */
@NullMarked
package dev.rollcall.core.connection;

import org.jspecify.annotations.NullMarked;
