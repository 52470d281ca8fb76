package org.sluice.core;

import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;
import org.sluice.core.chunk.CurrentFiles;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** Looks after the chunks that {@link LateChunks} opens. */
@Component
public final class KeptChunks implements Chunks {

    private final LateChunks chunks;
    private final Providers providers;

    /** Over the chunks of SLUICE_HOME. */
    @Activate
    public KeptChunks(@Reference LateChunks chunks, @Reference Providers providers) {
        this.chunks = chunks;
        this.providers = providers;
    }

    /** Looks at them. */
    private interface Look<T> {
        T at(ChunkKeeping keeping) throws IOException, TransferException;
    }

    private <T> T look(Look<T> look) throws TransferException {
        Hasher hasher = providers.hashers().stream()
                .findFirst()
                .flatMap(providers::hasher)
                .orElseThrow(() -> new TransferException(
                        Reason.INCOMPATIBLE,
                        "no hasher is installed; put org.sluice.chunks back into the folder bundle"));
        ChunkKeeping keeping = chunks.open(hasher)
                .orElseThrow(() -> new TransferException(
                        Reason.INCOMPATIBLE,
                        "no chunks can be kept here; is org.sluice.chunks in the folder bundle, and may SLUICE_HOME be"
                                + " written to?"));
        try {
            return look.at(keeping);
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, "the chunks kept cannot be read: " + IoReason.of(e), e);
        }
    }

    @Override
    public Held held() throws TransferException {
        return look(keeping -> {
            IndexStats index = keeping.index().stats();
            StoreStats store = keeping.store().stats();
            return new Held(
                    index.files(),
                    index.entries(),
                    index.limit(),
                    index.diskBytes(),
                    store.chunks(),
                    store.bytes(),
                    store.limit());
        });
    }

    @Override
    public Collected collect() throws TransferException {
        return look(keeping -> {
            long before = keeping.index().stats().diskBytes();
            long files;
            try (CurrentFiles current = new CurrentFiles(providers.backend())) {
                files = keeping.index().collect(current::has);
            }
            long dropped = keeping.store().collect();
            long after = keeping.index().stats().diskBytes();
            return new Collected(files, dropped, Math.max(0, before - after));
        });
    }

    @Override
    public Checked verify() throws TransferException {
        return look(keeping -> {
            Verified index = keeping.index().verify();
            Verified store = keeping.store().verify();
            return new Checked(index.checked(), index.dropped(), store.checked(), store.dropped());
        });
    }
}
