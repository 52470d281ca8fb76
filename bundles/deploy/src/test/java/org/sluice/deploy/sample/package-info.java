/** What made-up plugins hold; the tests take these classes into jars. */
@NullMarked
package org.sluice.deploy.sample;

import org.jspecify.annotations.NullMarked;
