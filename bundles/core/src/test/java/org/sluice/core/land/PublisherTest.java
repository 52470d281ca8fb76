package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.WatchedRoot;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** In which order contents are written, made durable, named, and told to have landed. */
class PublisherTest {

    @TempDir
    private Path directory;

    /** Knows what a power cut would lose. */
    private static final class Durability implements WatchedRoot.Watch {

        private final boolean syncs;
        private final Set<RelPath> written = new HashSet<>();
        private final Set<RelPath> named = new HashSet<>();
        private final List<String> wrong = new ArrayList<>();

        Durability(boolean syncs) {
            this.syncs = syncs;
        }

        @Override
        public synchronized Object call(WatchedRoot.Call call) throws IOException {
            Object result = call.proceed();
            switch (call.name()) {
                case "store", "file.write", "file.apply" -> written.add(call.path());
                case "rename" -> {
                    if (written.stream().anyMatch(path -> path.startsWith(call.path()))) {
                        wrong.add(call.to() + " gets its name before it is durable");
                    }
                    named.add(call.to());
                }
                case "sync" -> {
                    if (syncs) {
                        written.clear();
                        named.clear();
                    }
                }
                default -> {}
            }
            return result;
        }

        synchronized void landed(List<Long> ids) {
            if (!named.isEmpty()) {
                wrong.add(ids + " are told to have landed before their names are durable");
            }
        }

        synchronized List<String> wrong() {
            return List.copyOf(wrong);
        }
    }

    private List<String> wrong(boolean syncs) throws Exception {
        Cargo cargo = new Cargo()
                .directory("d")
                .file("d/a", "one")
                .file("d/b", "two")
                .file("top", "three")
                .file("large", Chunk.SIZE + 1, 3);
        try (Root real = new NioBackend().root(directory)) {
            Durability durability = new Durability(syncs);
            Harbour harbour = new Harbour(WatchedRoot.of(real, durability)) {
                @Override
                public void landed(List<Long> ids) {
                    durability.landed(ids);
                    super.landed(ids);
                }
            };
            harbour.receive(cargo);
            return durability.wrong();
        }
    }

    @Test
    void contents_are_durable_before_they_get_their_names_and_names_before_files_have_landed() throws Exception {
        assertEquals(List.of(), wrong(true));
    }

    @Test
    void a_publisher_whose_syncs_do_nothing_is_noticed() throws Exception {
        assertFalse(wrong(false).isEmpty());
    }
}
