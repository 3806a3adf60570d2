/** Keeps the aliases of models: sets them, serves their versions, and has them follow erasures. */
@NullMarked
package io.lethe.engine.alias.run;

import org.jspecify.annotations.NullMarked;
