/**
 * Finds model families in the plugin folder, each folder behind a class loader of its own, and calls
 * them so that whatever they throw becomes one kind of error.
 */
@NullMarked
package io.lethe.engine.plugin;

import org.jspecify.annotations.NullMarked;
