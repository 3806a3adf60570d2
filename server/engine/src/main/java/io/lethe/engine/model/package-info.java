/** The life of model versions: publish, hand out, drain, destroy. */
@NullMarked
package io.lethe.engine.model;

import org.jspecify.annotations.NullMarked;
