// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to other servers, bounded in time and size. For this module only.
 */
@NullMarked
package dev.rollcall.auth.http;

import org.jspecify.annotations.NullMarked;
