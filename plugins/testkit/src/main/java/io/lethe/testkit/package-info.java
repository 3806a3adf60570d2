/** The contract tests that every plugin inherits. */
@NullMarked
package io.lethe.testkit;

import org.jspecify.annotations.NullMarked;
