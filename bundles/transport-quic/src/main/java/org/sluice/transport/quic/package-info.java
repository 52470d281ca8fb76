@NullMarked
package org.sluice.transport.quic;

import org.jspecify.annotations.NullMarked;
