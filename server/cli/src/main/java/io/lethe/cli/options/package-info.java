/** Options that several commands share: where the data folder is, where a server is. */
@NullMarked
package io.lethe.cli.options;

import org.jspecify.annotations.NullMarked;
