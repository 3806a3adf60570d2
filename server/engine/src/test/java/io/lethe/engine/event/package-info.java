@NullMarked
package io.lethe.engine.event;

import org.jspecify.annotations.NullMarked;
