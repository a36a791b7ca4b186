// SPDX-License-Identifier: Apache-2.0
/** Rollcall as a servlet in a plain Jetty or a plain Tomcat, without Spring. */
@NullMarked
package dev.rollcall.examples.servlet;

import org.jspecify.annotations.NullMarked;
