/** What the operator wants to be told while the server runs. */
@NullMarked
package io.lethe.server.hook;

import org.jspecify.annotations.NullMarked;
