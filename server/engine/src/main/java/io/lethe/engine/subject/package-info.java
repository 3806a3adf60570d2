/** Whose rows are contained, at once and for everybody who reads. */
@NullMarked
package io.lethe.engine.subject;

import org.jspecify.annotations.NullMarked;
