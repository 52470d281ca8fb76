package org.sluice.io.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.choice.Means;

/** Copies a file as one range, by the means asked for: for {@link Traced}. */
final class CopyRange {

    private CopyRange() {}

    public static void main(String[] arguments) throws IOException {
        try (LinuxBackend backend = Chosen.backend(Means.valueOf(arguments[0]));
                Root from = backend.root(Path.of(arguments[1]));
                Root to = backend.root(Path.of(arguments[2]));
                FileHandle source = from.open(RelPath.parse("large"), OpenMode.READ);
                FileHandle target = to.open(RelPath.parse("large"), OpenMode.CREATE)) {
            target.copy(0, source.source(0, source.size()));
        }
    }
}
