package org.sluice.transfer;

import java.time.Instant;

/**
 * An entry of a share as listed.
 *
 * @param path below the location that was listed, escaped for people
 * @param type as {@code ls -l} shows it: {@code -}, {@code d}, {@code l}, {@code p}, {@code s}, {@code b} or {@code c}
 * @param mode permission bits, 0 to 07777 (octal)
 * @param uid owner, -1 when unknown
 * @param gid group, -1 when unknown
 * @param size of a file's content, in bytes
 * @param modified time of last modification
 * @param target of a symbolic link, escaped for people; empty for anything else
 */
public record ListedEntry(
        String path, char type, int mode, int uid, int gid, long size, Instant modified, String target) {}
