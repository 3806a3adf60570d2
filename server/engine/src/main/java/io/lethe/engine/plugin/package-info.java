/** Finds plugins and keeps each in its own class loader. */
@NullMarked
package io.lethe.engine.plugin;

import org.jspecify.annotations.NullMarked;
