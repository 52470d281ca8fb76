/** Which transport a session goes by: measured with its own contents, remembered for the route, looked at again. */
@NullMarked
package org.sluice.core.arbiter;

import org.jspecify.annotations.NullMarked;
