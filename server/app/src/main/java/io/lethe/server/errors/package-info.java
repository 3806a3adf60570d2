/** What a failure is called outside: its codes, its incident number, its text in the log. */
@NullMarked
package io.lethe.server.errors;

import org.jspecify.annotations.NullMarked;
