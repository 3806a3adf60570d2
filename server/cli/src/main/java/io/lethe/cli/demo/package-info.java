/** The demo. */
@NullMarked
package io.lethe.cli.demo;

import org.jspecify.annotations.NullMarked;
