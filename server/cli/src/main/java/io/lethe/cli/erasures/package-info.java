/** Commands about erasures, their receipts and the log of these. */
@NullMarked
package io.lethe.cli.erasures;

import org.jspecify.annotations.NullMarked;
