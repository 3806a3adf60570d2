/** Who may call: identities, roles, the table of methods, and the files that say so. */
@NullMarked
package io.lethe.server.access;

import org.jspecify.annotations.NullMarked;
