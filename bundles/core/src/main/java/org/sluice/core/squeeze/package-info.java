/** Whether compressing what a lane sends is worth it: by the kind of file, by its bytes, and by what the link makes of it. */
@NullMarked
package org.sluice.core.squeeze;

import org.jspecify.annotations.NullMarked;
