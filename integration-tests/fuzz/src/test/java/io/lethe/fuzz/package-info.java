/** What the fuzz targets of all packages share. */
@NullMarked
package io.lethe.fuzz;

import org.jspecify.annotations.NullMarked;
