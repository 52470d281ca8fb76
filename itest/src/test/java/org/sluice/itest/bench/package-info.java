/** The benchmark of the product: whole commands beside those that a user would pick instead, on this machine, in one run. */
@NullMarked
package org.sluice.itest.bench;

import org.jspecify.annotations.NullMarked;
