/** The plugins of a server, as its administrators see them. */
@NullMarked
package io.lethe.client.plugin;

import org.jspecify.annotations.NullMarked;
