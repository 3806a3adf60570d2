/** The house's plan as tests: floors, doors that stay shut, and habits every package keeps. */
@NullMarked
package io.lethe.architecture;

import org.jspecify.annotations.NullMarked;
