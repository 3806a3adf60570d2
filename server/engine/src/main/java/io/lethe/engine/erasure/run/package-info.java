/** Carries erasures out, from acceptance to completion: lane, worker and finisher per model. */
@NullMarked
package io.lethe.engine.erasure.run;

import org.jspecify.annotations.NullMarked;
