package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;

class ChunkStoreContractTest {

    /** Tests run one after another; the contract makes this itself, for each sentence a new one. */
    static final class Provider extends ChunkStoreContract {

        private static volatile Supplier<ChunkKeeper> kind = MemoryChunkKeeper::new;

        private final ChunkKeeper keeper = kind.get();

        @Override
        protected ChunkKeeper keeper() {
            return keeper;
        }
    }

    private static ContractRun keeper(Supplier<ChunkKeeper> kind) {
        Provider.kind = kind;
        return ContractRun.of(Provider.class);
    }

    private static ContractRun store(UnaryOperator<ChunkStore> wrong) {
        return keeper(() -> new ChangedKeeper(right -> right, wrong));
    }

    @Test
    void a_right_store_holds_every_sentence() {
        keeper(MemoryChunkKeeper::new).holds();
    }

    /** A hasher that finds everything to be what it should. */
    private static final class Credulous implements ChunkKeeper {

        private final MemoryChunkKeeper right = new MemoryChunkKeeper();

        @Override
        public String name() {
            return "credulous";
        }

        @Override
        public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
            ChunkKeeping open = right.open(folder, hasher, bounds);
            return new ChunkKeeping() {
                private final List<Hash> believed = new ArrayList<>();
                private final List<byte[]> contents = new ArrayList<>();

                @Override
                public ChunkIndex index() {
                    return open.index();
                }

                @Override
                public ChunkStore store() {
                    return new RightStore(open.store()) {
                        @Override
                        public boolean put(Hash hash, MemorySegment content) throws IOException {
                            boolean fresh = super.put(hash, content);
                            if (!hasher.hash(content).equals(hash)) {
                                believed.add(hash);
                                contents.add(content.toArray(ValueLayout.JAVA_BYTE));
                            }
                            return fresh;
                        }

                        @Override
                        public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
                            int at = believed.indexOf(hash);
                            if (at < 0) {
                                return super.get(hash, target);
                            }
                            byte[] content = contents.get(at);
                            target.asSlice(0, content.length).copyFrom(MemorySegment.ofArray(content));
                            return OptionalInt.of(content.length);
                        }
                    };
                }

                @Override
                public void close() {
                    open.close();
                }
            };
        }
    }

    @Test
    void content_that_is_believed() {
        keeper(Credulous::new)
                .failsExactly(
                        "content_of_another_hash_is_never_given_and_is_dropped", "what_was_dropped_may_be_put_again");
    }

    @Test
    void chunks_that_lose_their_last_byte() {
        store(right -> new RightStore(right) {
                    @Override
                    public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
                        OptionalInt length = right.get(hash, target);
                        return length.isPresent() ? OptionalInt.of(length.getAsInt() - 1) : length;
                    }
                })
                .failsExactly(
                        "a_chunk_is_put_once",
                        "damaged_chunks_are_found_and_dropped_by_verifying",
                        "many_threads_may_share_a_store",
                        "of_a_damaged_store_only_what_is_right_is_ever_given",
                        "room_that_is_too_small_gets_nothing_and_the_chunk_stays",
                        "the_chunks_used_least_recently_are_collected",
                        "the_longest_and_the_shortest_chunk_are_kept_from_memory_of_either_kind",
                        "what_is_put_beyond_the_bound_takes_the_place_of_what_was_there",
                        "what_was_dropped_may_be_put_again",
                        "what_was_put_is_got",
                        "what_was_put_outlives_the_process",
                        "within_the_bound_nothing_is_collected");
    }

    @Test
    void room_that_is_filled_as_far_as_it_goes() {
        store(right -> new RightStore(right) {
                    @Override
                    public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
                        MemorySegment ample = MemorySegment.ofArray(new byte[Chunk.LARGEST]);
                        OptionalInt length = right.get(hash, ample);
                        if (length.isEmpty()) {
                            return length;
                        }
                        int fits = (int) Math.min(target.byteSize(), length.getAsInt());
                        target.asSlice(0, fits).copyFrom(ample.asSlice(0, fits));
                        return OptionalInt.of(fits);
                    }
                })
                .failsExactly("room_that_is_too_small_gets_nothing_and_the_chunk_stays");
    }

    @Test
    void chunks_that_are_always_new() {
        store(right -> new RightStore(right) {
                    @Override
                    public boolean put(Hash hash, MemorySegment content) throws IOException {
                        right.put(hash, content);
                        return true;
                    }
                })
                .failsExactly("a_chunk_is_put_once", "what_was_put_outlives_the_process");
    }

    @Test
    void pieces_that_are_no_chunks() {
        store(right -> new RightStore(right) {
                    @Override
                    public boolean put(Hash hash, MemorySegment content) throws IOException {
                        return content.byteSize() > 0
                                && content.byteSize() <= Chunk.LARGEST
                                && right.put(hash, content);
                    }
                })
                .failsExactly("what_is_no_chunk_is_refused");
    }

    @Test
    void a_collection_that_takes_all() {
        store(right -> new RightStore(right) {
                    private final List<Hash> put = Collections.synchronizedList(new ArrayList<>());

                    @Override
                    public boolean put(Hash hash, MemorySegment content) throws IOException {
                        put.add(hash);
                        return right.put(hash, content);
                    }

                    @Override
                    public long collect() throws IOException {
                        right.put(new Hash(0, 0, 0, 0), MemorySegment.ofArray(new byte[1]));
                        MemorySegment room = MemorySegment.ofArray(new byte[Chunk.SIZE]);
                        for (Hash each : put.reversed()) {
                            right.get(each, room);
                        }
                        return right.collect();
                    }
                })
                .failsExactly("the_chunks_used_least_recently_are_collected");
    }

    @Test
    void a_bound_that_is_none() {
        keeper(() -> new ChangedKeeper(right -> right, right -> right) {
                    @Override
                    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
                        return super.open(folder, hasher, new ChunkBounds(bounds.indexEntries(), 1 << 30));
                    }
                })
                .failsExactly(
                        "the_chunks_used_least_recently_are_collected",
                        "what_is_put_beyond_the_bound_takes_the_place_of_what_was_there");
    }

    @Test
    void a_collection_that_never_comes() {
        store(right -> new RightStore(right) {
                    @Override
                    public long collect() throws IOException {
                        right.stats();
                        return 0;
                    }
                })
                .failsExactly("the_chunks_used_least_recently_are_collected");
    }

    @Test
    void a_verification_that_only_counts() {
        store(right -> new RightStore(right) {
                    @Override
                    public Verified verify() throws IOException {
                        return new Verified(right.stats().chunks(), 0);
                    }
                })
                .failsExactly("damaged_chunks_are_found_and_dropped_by_verifying");
    }

    @Test
    void lengths_that_are_those_of_others() {
        store(right -> new RightStore(right) {
                    @Override
                    public OptionalInt find(Hash hash) {
                        OptionalInt length = right.find(hash);
                        return length.isPresent() ? OptionalInt.of(Chunk.LARGEST) : length;
                    }
                })
                .failsExactly("a_length_is_told_without_reading");
    }

    @Test
    void figures_that_are_made_up() {
        store(right -> new RightStore(right) {
                    @Override
                    public StoreStats stats() throws IOException {
                        return new StoreStats(
                                right.stats().chunks(), 0, right.stats().limit());
                    }
                })
                .failsExactly("a_chunk_is_put_once", "the_chunks_used_least_recently_are_collected");
    }

    @Test
    void what_lasts_as_long_as_the_process() {
        keeper(() -> new ChangedKeeper(right -> right, right -> right) {
                    private int openings;

                    @Override
                    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
                        return super.open(folder.resolve("run" + openings++), hasher, bounds);
                    }
                })
                .failsExactly(
                        "the_chunks_used_least_recently_are_collected",
                        "what_one_process_puts_another_has",
                        "what_was_put_outlives_the_process");
    }
}
