/** A plugin that goes wrong in one way or another; {@code PluginCheckIT} makes a jar of it. */
@NullMarked
package org.sluice.itest.wrong;

import org.jspecify.annotations.NullMarked;
