/** What the items of models are, and which of them an answer may hold. */
@NullMarked
package io.lethe.engine.catalog;

import org.jspecify.annotations.NullMarked;
