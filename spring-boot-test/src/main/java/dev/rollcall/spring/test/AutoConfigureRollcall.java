// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * Adds Rollcall to a test of an application: a {@code @SpringBootTest} with any web environment, including
 * {@code NONE}, or a slice such as {@code @WebMvcTest}. It adds
 *
 * <ul>
 *   <li>a {@link TestTabs} bean, which opens tabs without a browser or a socket;
 *   <li>a {@link dev.rollcall.testkit.ManualTimer} bean, the clock of this Rollcall, which stands still until the test
 *       advances it;
 *   <li>properties so that nothing outlives the test: no data directory ({@code rollcall.data-dir=none}), no cluster
 *       ({@code rollcall.cluster=false}), no wait for tabs when the context closes ({@code
 *       rollcall.shutdown-grace=0s}).
 * </ul>
 *
 * <p>A test that needs another value for one of these properties sets it in its own {@code @TestPropertySource}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@TestPropertySource(properties = {"rollcall.data-dir=none", "rollcall.cluster=false", "rollcall.shutdown-grace=0s"})
public @interface AutoConfigureRollcall {}
