package org.sluice.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** An open regular file. Positional and stateless, so any number of threads may share one. */
@ConsumerType
public interface FileHandle extends AutoCloseable {

    /** Size now, in bytes. */
    long size() throws IOException;

    /**
     * Reads at a position, as much as there is and fits.
     *
     * @return bytes read; less than {@code target}'s size only at the file's end, 0 at or beyond it
     */
    int read(long position, MemorySegment target) throws IOException;

    /** Writes all of {@code source} at a position, making the file longer where needed. */
    void write(long position, MemorySegment source) throws IOException;

    /** A region to send; valid while this handle is open. */
    Source.Region source(long offset, long length);

    /** A region to receive into; valid while this handle is open. */
    Sink.Region sink(long offset, long length);

    /**
     * Copies a region of another file to a position of this one, by whatever is fastest between the two: inside the
     * kernel, through memory, or by a ring of requests.
     *
     * @return the bytes copied; less than the region's length only when its file ends before
     */
    long copy(long position, Source.Region from) throws IOException;

    /** Makes the file this long, and reserves the space where the file system can and gains by it. */
    void allocate(long size) throws IOException;

    /**
     * Where the next data is: the first position not before this one that is in no hole. Where holes cannot be told from
     * data, all is data.
     *
     * @return the position; the file's size when there is only a hole from here to its end
     */
    long nextData(long position) throws IOException;

    /**
     * Where the next hole begins: the first position not before this one that is in one. The file's end is a hole.
     *
     * @return the position; the file's size when there is only data from here to its end, and when this lies beyond it
     */
    long nextHole(long position) throws IOException;

    /** As {@link Root#apply(RelPath, Metadata)}, on the open file. */
    void apply(Metadata metadata) throws IOException;

    /** As {@link Root#attributes}, of the open file. */
    Attributes attributes(Set<Aspect> aspects) throws IOException;

    /** As {@link Root#apply(RelPath, Metadata, Attributes, Set)}, on the open file. */
    List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException;

    /** Returns when the content and metadata of this file are durable. Its name is {@link Root#sync}'s. */
    void sync() throws IOException;

    /** Closes the file. A second call does nothing. */
    @Override
    void close() throws IOException;
}
