/** What the engine tells its listeners and a flight recorder; nothing of it is personal data. */
@NullMarked
package io.lethe.engine.observe;

import org.jspecify.annotations.NullMarked;
