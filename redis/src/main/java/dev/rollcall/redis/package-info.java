// SPDX-License-Identifier: Apache-2.0
/** What many nodes share, on Redis 6.2 or later, or Valkey. */
@NullMarked
package dev.rollcall.redis;

import org.jspecify.annotations.NullMarked;
