package org.sluice.io;

/**
 * Which file a name leads to, while it exists.
 *
 * @param device the file system's device number
 * @param inode the number within the file system; 0 where none is known
 */
public record FileId(long device, long inode) {}
