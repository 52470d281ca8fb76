/** Hashes a sender's files chunk by chunk. */
@NullMarked
package org.sluice.core.manifest;

import org.jspecify.annotations.NullMarked;
