/**
 * What transports on Netty have in common: the two halves of a stream, trust in pinned keys, addresses and deadlines. No bundle: bnd
 * puts a copy into each transport's, so that none depends on another and each can be replaced alone.
 */
@NullMarked
package org.sluice.transport.netty;

import org.jspecify.annotations.NullMarked;
