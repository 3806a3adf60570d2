/** Commands for authors of plugins: {@code check} an artefact, begin a {@code new} one, {@code sdk}. */
@NullMarked
package io.lethe.cli.plugin;

import org.jspecify.annotations.NullMarked;
