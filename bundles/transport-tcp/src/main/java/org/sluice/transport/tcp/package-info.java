@NullMarked
package org.sluice.transport.tcp;

import org.jspecify.annotations.NullMarked;
