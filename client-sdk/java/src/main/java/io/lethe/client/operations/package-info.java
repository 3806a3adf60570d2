/** What a server does in the background, and how it is. */
@NullMarked
package io.lethe.client.operations;

import org.jspecify.annotations.NullMarked;
