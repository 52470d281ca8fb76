package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What changes when a file does. The time of the change of its inode (ctime), where there is one, nobody can set. */
record Stamp(Map<String, Object> facts) {

    static Stamp of(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new Stamp(Files.readAttributes(
                file, unix ? "unix:size,lastModifiedTime,ctime,ino,mode,uid" : "size,lastModifiedTime"));
    }
}
