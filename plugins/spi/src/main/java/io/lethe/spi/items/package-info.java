/** What a host's catalogue says of items, for families that ask for it. */
@NullMarked
package io.lethe.spi.items;

import org.jspecify.annotations.NullMarked;
