package org.sluice.core.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.Hasher;
import org.sluice.core.home.Home;
import org.sluice.core.session.IoReason;

/**
 * The chunks kept under SLUICE_HOME, opened when they are first asked for: that costs half a second, which a transfer of
 * small files shall not spend. Without a keeper, or when it fails, there are none.
 */
@Component(service = LateChunks.class)
public final class LateChunks {

    private static final Logger LOG = LoggerFactory.getLogger(LateChunks.class);

    private record Open(ChunkKeeping keeping, String hasher) {}

    private final ReentrantLock opening = new ReentrantLock();
    private final Path folder;
    private final ChunkBounds bounds;
    private Optional<ChunkKeeper> keeper = Optional.empty();
    private volatile Optional<Open> open = Optional.empty();

    /** Those of {@code home}, as the environment bounds them. */
    @Activate
    public LateChunks(@Reference Home home) {
        this(home.folder(), ChunkSettings.bounds(System.getenv()));
    }

    /** Those in {@code folder}. */
    public LateChunks(Path folder, ChunkBounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
    }

    /** There is a keeper, or a better one. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setKeeper(ChunkKeeper best) {
        replace(Optional.of(best));
    }

    void unsetKeeper(ChunkKeeper gone) {
        opening.lock();
        try {
            if (keeper.equals(Optional.of(gone))) {
                replace(Optional.empty());
            }
        } finally {
            opening.unlock();
        }
    }

    private void replace(Optional<ChunkKeeper> other) {
        opening.lock();
        try {
            close();
            keeper = other;
        } finally {
            opening.unlock();
        }
    }

    /** Where they are kept; it need not exist yet. */
    public Path folder() {
        return folder;
    }

    /** How much is kept at most. */
    public ChunkBounds bounds() {
        return bounds;
    }

    /** What is open already; nothing is opened. */
    public Optional<ChunkKeeping> opened() {
        return open.map(Open::keeping);
    }

    /** What is kept of chunks with hashes by {@code hasher}; opened now if it is not yet. */
    public Optional<ChunkKeeping> open(Hasher hasher) {
        if (open.isEmpty()) {
            openNow(hasher);
        }
        return open.filter(is -> is.hasher().equals(hasher.name())).map(Open::keeping);
    }

    private void openNow(Hasher hasher) {
        opening.lock();
        try {
            if (open.isEmpty() && keeper.isPresent() && !ChunkSettings.NO_CHUNKS) {
                ChunkKeeping keeping = keeper.get().open(folder, hasher, bounds);
                open = Optional.of(new Open(keeping, hasher.name()));
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                // The session has ended. Another one may open it.
                return;
            }
            LOG.warn(
                    "what is known of chunks cannot be used, so what is already here may be sent again: {}",
                    IoReason.of(e));
            keeper = Optional.empty();
        } finally {
            opening.unlock();
        }
    }

    @Deactivate
    void close() {
        opening.lock();
        try {
            Optional<Open> last = open;
            open = Optional.empty();
            last.ifPresent(is -> is.keeping().close());
        } finally {
            opening.unlock();
        }
    }
}
