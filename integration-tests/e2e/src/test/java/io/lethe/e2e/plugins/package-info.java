/** Plugins that misbehave, for the tests to put into a plugin folder. */
@NullMarked
package io.lethe.e2e.plugins;

import org.jspecify.annotations.NullMarked;
