package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Netty warns of: buffers that were not released, exceptions that nobody caught, work that came too late. */
final class Complaints extends Handler implements AutoCloseable {

    /** Held, since java.util.logging forgets a logger that nobody holds. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Listens from now on. */
    Complaints() {
        NETTY.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            heard.add(record.getMessage() + ": " + record.getThrown());
        }
    }

    List<String> heard() {
        return heard;
    }

    /** Fails when there were any. */
    @Override
    public void close() {
        NETTY.removeHandler(this);
        assertEquals(List.of(), heard, "what Netty complains of");
    }

    @Override
    public void flush() {}
}
