/** What a made-up bundle holds; the tests take these classes into jars. */
@NullMarked
package org.sluice.itest.dummy;

import org.jspecify.annotations.NullMarked;
