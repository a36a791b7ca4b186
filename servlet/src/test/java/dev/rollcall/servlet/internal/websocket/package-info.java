// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.servlet.internal.websocket;

import org.jspecify.annotations.NullMarked;
