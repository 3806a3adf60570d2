/** What is done to a server's files, what the server says of it, and how that is judged. */
@NullMarked
package io.lethe.crashes.damage;

import org.jspecify.annotations.NullMarked;
