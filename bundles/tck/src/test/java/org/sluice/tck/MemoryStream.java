package org.sluice.tck;

import java.io.IOException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** One end of a stream in memory. */
class MemoryStream implements Stream {

    final MemoryConnection connection;
    final Pipe out;
    final Pipe in;

    MemoryStream(MemoryConnection connection, Pipe out, Pipe in) {
        this.connection = connection;
        this.out = out;
        this.in = in;
    }

    @Override
    public void send(Source source) throws IOException {
        out.write(source);
    }

    @Override
    public long receive(Sink sink) throws IOException {
        return in.read(sink);
    }

    @Override
    public void finish() throws IOException {
        out.finish();
    }

    @Override
    public void close() {
        out.closeWriter();
        in.closeReader();
    }
}
