package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Landing;
import org.sluice.core.land.PartialFile;
import org.sluice.core.session.SourceFile;
import org.sluice.data.Source;

/** Takes work and lands it without a stream: the I/O backend copies, in the kernel where it can. */
public final class LocalLane {

    private final WorkQueue queue;
    private final Landing landing;
    private final Delivery delivery;

    /** A lane from a queue to a landing of the same process. */
    public LocalLane(WorkQueue queue, Landing landing, Delivery delivery) {
        this.queue = queue;
        this.landing = landing;
        this.delivery = delivery;
    }

    /** Works until the queue has ended. */
    public void run() throws IOException, InterruptedException {
        Optional<Work> work = queue.take();
        while (work.isPresent()) {
            switch (work.get()) {
                case Work.Pack pack -> copy(pack.files());
                case Work.Range range -> copy(range);
            }
            work = queue.take();
        }
    }

    private void copy(List<SourceFile> files) {
        for (SourceFile file : files) {
            delivery.begins(file);
            try {
                landing.land(file);
            } catch (IOException e) {
                delivery.unreadable(file, e);
            }
            delivery.moved(file.size());
        }
    }

    private void copy(Work.Range range) throws IOException {
        OpenSource source = range.source();
        delivery.begins(source.file());
        Optional<PartialFile> target = landing.begin(source.file().id(), range.offset(), range.length());
        boolean good = target.isPresent() && copied(source, target.get(), range);
        good = source.read(range.length(), good, delivery);
        delivery.moved(range.length());
        if (target.isPresent()) {
            landing.end(target.get(), range.length(), good);
        }
    }

    private boolean copied(OpenSource source, PartialFile target, Work.Range range) {
        if (source.failed()) {
            return false;
        }
        try {
            Source.Region region = source.handle().source(range.offset(), range.length());
            if (landing.copy(target, range.offset(), region) < range.length()) {
                throw new EOFException();
            }
            return true;
        } catch (IOException e) {
            source.fail(e, delivery);
            return false;
        }
    }
}
