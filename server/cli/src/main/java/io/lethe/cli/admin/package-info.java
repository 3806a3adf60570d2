/** Commands about a data folder and its server. */
@NullMarked
package io.lethe.cli.admin;

import org.jspecify.annotations.NullMarked;
