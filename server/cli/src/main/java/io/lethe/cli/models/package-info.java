/** Commands about the models of a running server. */
@NullMarked
package io.lethe.cli.models;

import org.jspecify.annotations.NullMarked;
