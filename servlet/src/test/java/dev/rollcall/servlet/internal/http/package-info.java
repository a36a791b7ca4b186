// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.servlet.internal.http;

import org.jspecify.annotations.NullMarked;
