package org.sluice.core;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A stream whose calls do not end, whatever is closed, once so many bytes have gone through; until the test lets them. */
public class HangingStream implements Stream {

    private final Stream stream;
    private final AtomicLong left;
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Over a stream that does not hang. */
    public HangingStream(Stream stream, long bytes) {
        this.stream = stream;
        this.left = new AtomicLong(bytes);
    }

    private void pass(long bytes) {
        if (left.addAndGet(-bytes) < 0) {
            hanging.countDown();
            boolean over = false;
            while (!over) {
                try {
                    released.await();
                    over = true;
                } catch (InterruptedException ignored) {
                    // That is what is wrong with it.
                }
            }
        }
    }

    /** Waits until a call hangs. */
    public void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    /** What hangs goes on as if nothing had been. */
    public void release() {
        released.countDown();
    }

    @Override
    public void send(Source source) throws IOException {
        pass(source.length());
        stream.send(source);
    }

    @Override
    public long receive(Sink sink) throws IOException {
        pass(sink.length());
        return stream.receive(sink);
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
    }

    @Override
    public void close() {
        // Nor does it close.
    }
}
