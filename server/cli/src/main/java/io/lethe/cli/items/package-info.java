/** Commands about what items are. */
@NullMarked
package io.lethe.cli.items;

import org.jspecify.annotations.NullMarked;
