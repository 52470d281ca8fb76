package org.sluice.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/**
 * An ordered, reliable, flow-controlled run of bytes each way. One thread may send while another receives.
 *
 * <p>Back pressure is part of the contract: a sender whose peer does not receive is parked after a bounded number of
 * bytes, 24 MiB at most.
 */
@ConsumerType
public interface Stream extends AutoCloseable {

    /**
     * Sends all of {@code source}, and sees that it leaves without further calls. Parks while the stream is full.
     * Returns when {@code source} may be reused; the bytes may still be on their way.
     */
    void send(Source source) throws IOException;

    /**
     * Fills {@code sink} with the next bytes, parking until they are there.
     *
     * @return the bytes received: {@code sink}'s length, or less, 0 included, when the peer has finished
     * @throws IOException when the stream breaks off before the peer finished
     */
    long receive(Sink sink) throws IOException;

    /** Tells the peer that nothing more will be sent. Receiving goes on. A second call does nothing. */
    void finish() throws IOException;

    /**
     * Whether its bytes travel in clear: anybody on the way may read and change them, so nothing but contents belongs here.
     */
    default boolean inClear() {
        return false;
    }

    /**
     * Whether a {@link Source.Region} goes from its file to the peer without passing through memory of ours. Then all of its length is
     * sent, zeros in place of what cannot be read or is not there any more, before the call fails with what was the matter; and what is
     * written to the file before the peer has received it may be sent in place of what was there.
     */
    default boolean sendsFiles() {
        return false;
    }

    /**
     * Lets go of the stream. After both ends have finished and received to the end it is a clean end; before that the
     * peer's calls fail with an {@link IOException}. A second call does nothing.
     */
    @Override
    void close();
}
