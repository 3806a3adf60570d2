/** The evaluation: ways to forget, compared, and what recommendations are worth. */
@NullMarked
package io.lethe.cli.evaluate;

import org.jspecify.annotations.NullMarked;
