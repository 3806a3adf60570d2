/** The audit trail: which principal changed or looked up what, and what was refused. */
@NullMarked
package io.lethe.engine.audit;

import org.jspecify.annotations.NullMarked;
