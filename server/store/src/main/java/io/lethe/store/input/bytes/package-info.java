/** The bytes of an input file: unpacked to their end, in the encoding that their beginning tells. */
@NullMarked
package io.lethe.store.input.bytes;

import org.jspecify.annotations.NullMarked;
