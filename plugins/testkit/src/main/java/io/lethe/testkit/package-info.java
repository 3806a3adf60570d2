/**
 * Contract tests for plugins: a plugin's own test extends {@link
 * io.lethe.testkit.DifferentiablePluginContract} (or {@link io.lethe.testkit.PluginContract} if its
 * models cannot be differentiated), names plugin and options, and inherits every promise of the
 * contract as a test.
 */
@NullMarked
package io.lethe.testkit;

import org.jspecify.annotations.NullMarked;
