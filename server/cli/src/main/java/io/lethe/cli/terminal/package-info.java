/** What commands show on a terminal, and how they end. */
@NullMarked
package io.lethe.cli.terminal;

import org.jspecify.annotations.NullMarked;
