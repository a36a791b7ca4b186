// SPDX-License-Identifier: Apache-2.0
/** Single requests and responses. Not for use outside this module. */
@NullMarked
package dev.rollcall.servlet.internal.http;

import org.jspecify.annotations.NullMarked;
