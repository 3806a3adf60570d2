/** The built distribution as people run it, and servers of it in processes of their own. */
@NullMarked
package io.lethe.installed;

import org.jspecify.annotations.NullMarked;
