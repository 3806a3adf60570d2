/** What people take along, as files have it. */
@NullMarked
package io.lethe.store.output;

import org.jspecify.annotations.NullMarked;
