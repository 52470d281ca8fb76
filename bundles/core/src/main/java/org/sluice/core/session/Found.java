package org.sluice.core.session;

import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * An entry the scanner found, of a kind that is transferred.
 *
 * @param name its path in the manifest
 * @param root where it is
 * @param entry what it is; its path is below {@code root}
 * @param target of a symbolic link; empty for anything else
 */
public record Found(RelPath name, Root root, Entry entry, byte[] target) {}
