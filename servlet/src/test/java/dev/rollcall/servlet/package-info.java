// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.servlet;

import org.jspecify.annotations.NullMarked;
