// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.spring.servlet;

import org.jspecify.annotations.NullMarked;
