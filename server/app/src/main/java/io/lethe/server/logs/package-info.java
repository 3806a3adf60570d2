/** The server's log: its form, and the lines that tell what happens in the engine. */
@NullMarked
package io.lethe.server.logs;

import org.jspecify.annotations.NullMarked;
