// SPDX-License-Identifier: Apache-2.0
/** Requests to other servers, bounded in time and size. Internal to this module. */
@NullMarked
package dev.rollcall.auth.http;

import org.jspecify.annotations.NullMarked;
