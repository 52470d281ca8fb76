package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.core.Cable;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A transport that carries the contents of ranges as they are, and says that they belong elsewhere. */
class MisdirectedLaneTest extends BreakingLanes {

    /** A stream that exchanges something in the headers of the ranges it is given to send. */
    private record Misdirecting(Stream right, Consumer<MemorySegment> change) implements Stream {

        @Override
        public void send(Source source) throws IOException {
            if (source.length() != LaneLayout.RANGE_HEADER) {
                right.send(source);
                return;
            }
            MemorySegment header = MemorySegment.ofArray(new byte[LaneLayout.RANGE_HEADER]);
            source.copyTo(0, header);
            change.accept(header);
            right.send(new Source.Memory(header));
        }

        @Override
        public long receive(Sink sink) throws IOException {
            return right.receive(sink);
        }

        @Override
        public void finish() throws IOException {
            right.finish();
        }

        @Override
        public void close() {
            right.close();
        }
    }

    /** Whatever belongs to one of the two large files belongs to the other. */
    private static void exchangeFiles(MemorySegment header) {
        header.set(LaneLayout.LONG, 1, 3 - header.get(LaneLayout.LONG, 1));
    }

    /** The two whole chunks of a file are each other. */
    private static void exchangeChunks(MemorySegment header) {
        long offset = header.get(LaneLayout.LONG, 9);
        int chunk = Chunking.USUAL.size();
        header.set(LaneLayout.LONG, 9, offset == 0 ? chunk : offset == chunk ? 0 : offset);
    }

    private Round misdirecting(Consumer<MemorySegment> change) {
        return (queue, landing) -> {
            Cable cable = Cable.lasting();
            run(true, new Misdirecting(cable.near(), change), cable.far(), queue, landing);
        };
    }

    private boolean isSame(String name) throws IOException {
        return Arrays.equals(
                Files.readAllBytes(directory.resolve("from").resolve(name)),
                Files.readAllBytes(directory.resolve("to").resolve(name)));
    }

    private void assertNoticed(Consumer<MemorySegment> change) throws Exception {
        sealed = true;
        transferBy(true, List.of(misdirecting(change), misdirecting(change), lasting()));

        assertAllLandedOnce();
        assertEquals(
                2,
                thrown.stream().filter(e -> e instanceof GarbledLaneException).count(),
                thrown::toString);
    }

    private void assertUnnoticed(Consumer<MemorySegment> change) throws Exception {
        transferBy(true, List.of(misdirecting(change)));

        assertFalse(isSame("f0") || isSame("f1"));
        assertTrue(isSame("f2"), "small files do not come in ranges");
        assertEquals(List.of(), thrown);
    }

    @Test
    void what_is_said_to_belong_to_another_file_comes_by_the_next_lane() throws Exception {
        assertNoticed(MisdirectedLaneTest::exchangeFiles);
    }

    @Test
    void what_is_said_to_be_another_chunk_comes_by_the_next_lane() throws Exception {
        assertNoticed(MisdirectedLaneTest::exchangeChunks);
    }

    @Test
    void without_seals_it_would_land_in_the_other_file() throws Exception {
        assertUnnoticed(MisdirectedLaneTest::exchangeFiles);
    }

    @Test
    void without_seals_it_would_land_as_the_other_chunk() throws Exception {
        assertUnnoticed(MisdirectedLaneTest::exchangeChunks);
    }

    @Test
    void what_is_said_to_belong_to_a_file_that_has_come_already_comes_by_the_next_lane() throws Exception {
        assertNoticed(header -> header.set(LaneLayout.LONG, 1, files.size()));
    }

    @Test
    void what_is_said_to_be_a_range_of_what_is_not_the_same_length_breaks_the_lane_anyhow() throws Exception {
        transferBy(true, List.of(misdirecting(header -> header.set(LaneLayout.LONG, 9, 2L * Chunk.SIZE)), lasting()));

        assertAllLandedOnce();
    }
}
