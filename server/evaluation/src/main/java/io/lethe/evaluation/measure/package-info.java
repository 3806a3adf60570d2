/** Single measures of models: differences, membership inference, top lists. Pure functions. */
@NullMarked
package io.lethe.evaluation.measure;

import org.jspecify.annotations.NullMarked;
