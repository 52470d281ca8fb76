package org.sluice.tck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunk.Verified;
import org.sluice.io.RelPath;

class ChunkIndexContractTest {

    /** Tests run one after another; the contract makes this itself, for each sentence a new one. */
    static final class Provider extends ChunkIndexContract {

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

    private static ContractRun index(UnaryOperator<ChunkIndex> wrong) {
        return keeper(() -> new ChangedKeeper(wrong, right -> right));
    }

    @Test
    void a_right_index_holds_every_sentence() {
        keeper(MemoryChunkKeeper::new).holds();
    }

    @Test
    void keys_of_which_only_the_inode_counts() {
        index(right -> new RightIndex(right) {
                    private final List<IndexedFile> added = new ArrayList<>();

                    @Override
                    public void add(IndexedFile file) {
                        super.add(file);
                        synchronized (added) {
                            added.add(file);
                        }
                    }

                    @Override
                    public Optional<FileChunks> chunks(FileKey key) {
                        Optional<FileKey> same;
                        synchronized (added) {
                            same = added.stream()
                                    .map(file -> file.file().key())
                                    .filter(other -> other.inode() == key.inode() && other.device() == key.device())
                                    .reduce((first, last) -> last);
                        }
                        return right.chunks(same.orElse(key));
                    }
                })
                .failsExactly(
                        "a_file_that_was_written_anew_is_known_as_it_is_now",
                        "a_file_whose_key_differs_in_anything_is_not_known");
    }

    @Test
    void keys_that_are_trusted_too_early() {
        index(right -> new RightIndex(right) {
                    @Override
                    public void add(IndexedFile file) {
                        super.add(new IndexedFile(file.file(), file.seen().plusSeconds(60), file.chunks()));
                    }
                })
                .failsExactly(
                        "a_file_that_was_changed_just_before_it_was_seen_is_not_known_by_its_key_but_its_chunks_are_found");
    }

    @Test
    void places_that_begin_elsewhere() {
        index(right -> new RightIndex(right) {
                    @Override
                    public List<ChunkPlace> find(Hash hash) {
                        return right.find(hash).stream().map(this::moved).toList();
                    }

                    private ChunkPlace moved(ChunkPlace place) {
                        return place instanceof ChunkPlace.InFile in && in.offset() > 0
                                ? new ChunkPlace.InFile(in.file(), in.offset() - 1, in.length())
                                : place;
                    }
                })
                .failsExactly(
                        "a_chunk_is_found_in_every_file_that_has_it_the_one_seen_last_first",
                        "a_chunk_is_found_where_it_lies",
                        "what_one_process_adds_another_knows_soon",
                        "what_was_added_outlives_the_process");
    }

    @Test
    void the_place_seen_first_first() {
        index(right -> new RightIndex(right) {
                    @Override
                    public List<ChunkPlace> find(Hash hash) {
                        return right.find(hash).reversed();
                    }
                })
                .failsExactly(
                        "a_chunk_is_found_in_every_file_that_has_it_the_one_seen_last_first",
                        "what_is_in_the_store_is_found_too",
                        "what_was_added_outlives_the_process");
    }

    @Test
    void every_place_there_is() {
        index(right -> new RightIndex(right) {
                    @Override
                    public List<ChunkPlace> find(Hash hash) {
                        List<ChunkPlace> found = right.find(hash);
                        List<ChunkPlace> more = new ArrayList<>(found);
                        if (found.size() == MOST_PLACES) {
                            more.addAll(found);
                        }
                        return more;
                    }
                })
                .failsExactly("a_chunk_that_is_everywhere_has_a_few_places");
    }

    @Test
    void hashes_of_which_only_the_first_half_counts() {
        index(right -> new RightIndex(right) {
                    private final Set<Hash> known = new HashSet<>();

                    @Override
                    public void add(IndexedFile file) {
                        super.add(file);
                        synchronized (known) {
                            known.addAll(file.chunks().hashes());
                        }
                    }

                    @Override
                    public List<ChunkPlace> find(Hash hash) {
                        Optional<Hash> similar;
                        synchronized (known) {
                            similar = known.stream()
                                    .filter(other -> other.w0() == hash.w0() && other.w1() == hash.w1())
                                    .findFirst();
                        }
                        return right.find(similar.orElse(hash));
                    }
                })
                .failsExactly("a_hash_that_differs_in_one_bit_is_another");
    }

    @Test
    void a_store_that_is_not_looked_at() {
        index(right -> new RightIndex(right) {
                    @Override
                    public List<ChunkPlace> find(Hash hash) {
                        return right.find(hash).stream()
                                .filter(ChunkPlace.InFile.class::isInstance)
                                .toList();
                    }
                })
                .failsExactly("what_is_in_the_store_is_found_too");
    }

    @Test
    void sizes_that_are_all_held() {
        index(right -> new RightIndex(right) {
                    @Override
                    public boolean mayHold(long size) {
                        return true;
                    }
                })
                .failsExactly(
                        "a_closed_index_knows_nothing_and_is_closed_twice",
                        "a_file_that_is_forgotten_is_not_known_any_more",
                        "a_file_that_was_written_anew_is_known_as_it_is_now",
                        "a_file_without_chunks_is_left_out",
                        "the_size_of_a_file_that_is_known_may_be_held",
                        "what_was_added_outlives_the_process",
                        "what_was_forgotten_stays_forgotten");
    }

    @Test
    void sizes_that_are_never_held() {
        index(right -> new RightIndex(right) {
                    @Override
                    public boolean mayHold(long size) {
                        return false;
                    }
                })
                .failsExactly(
                        "the_size_of_a_file_that_is_known_may_be_held",
                        "what_one_process_adds_another_knows_soon",
                        "what_was_added_outlives_the_process");
    }

    @Test
    void whoever_is_forgotten_all_of_the_inode_goes() {
        index(right -> new RightIndex(right) {
                    @Override
                    public void forget(FileKey key) {
                        right.collect(known -> known.key().inode() != key.inode());
                    }
                })
                .failsExactly("a_file_that_is_forgotten_is_not_known_any_more");
    }

    @Test
    void nothing_that_is_forgotten() {
        index(right -> new RightIndex(right) {
                    @Override
                    public void forget(FileKey key) {}
                })
                .failsExactly(
                        "a_file_that_is_forgotten_is_not_known_any_more",
                        "many_threads_may_share_an_index",
                        "what_was_forgotten_stays_forgotten");
    }

    @Test
    void names_that_are_text() {
        index(right -> new RightIndex(right) {
                    @Override
                    public void add(IndexedFile file) {
                        KnownFile known = file.file();
                        RelPath text = RelPath.parse(new String(known.path().bytes(), StandardCharsets.US_ASCII));
                        super.add(new IndexedFile(
                                new KnownFile(known.root(), text, known.key()), file.seen(), file.chunks()));
                    }
                })
                .failsExactly("names_of_any_bytes_are_kept");
    }

    @Test
    void times_that_are_longs_of_nanoseconds() {
        index(right -> new RightIndex(right) {
                    @Override
                    public void add(IndexedFile file) {
                        try {
                            Math.multiplyExact(file.file().key().modified().getEpochSecond(), 1_000_000_000L);
                            super.add(file);
                        } catch (ArithmeticException outOfReach) {
                            // left out
                        }
                    }
                })
                .failsExactly("keys_of_any_values_are_kept");
    }

    @Test
    void a_bound_that_is_none() {
        keeper(() -> new ChangedKeeper(right -> right, right -> right) {
                    @Override
                    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
                        return super.open(folder, hasher, new ChunkBounds(1_000_000, bounds.storeBytes()));
                    }
                })
                .failsExactly(
                        "a_file_with_more_chunks_than_the_bound_is_left_out",
                        "a_lower_bound_is_kept_from_the_next_addition_on",
                        "the_files_used_least_recently_go_first",
                        "what_it_holds_is_told");
    }

    @Test
    void whoever_was_added_first_goes_first() {
        index(right -> new RightIndex(right) {
                    private final List<IndexedFile> added = new ArrayList<>();

                    @Override
                    public void add(IndexedFile file) {
                        if (stats().limit() == 100) {
                            added.add(file);
                            long kept = Math.min(added.size(), 40);
                            super.collect(known -> added.subList((int) (added.size() - kept), added.size()).stream()
                                    .anyMatch(each -> each.file().equals(known)));
                        }
                        super.add(file);
                    }
                })
                .failsExactly("the_files_used_least_recently_go_first");
    }

    @Test
    void what_lasts_as_long_as_the_process() {
        keeper(() -> new ChangedKeeper(right -> right, right -> right) {
                    private int openings;

                    @Override
                    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
                        if (!hasher.name().equals("sha-256")) {
                            throw new IOException("one hasher only");
                        }
                        return super.open(folder.resolve("run" + openings++), hasher, bounds);
                    }
                })
                .failsExactly(
                        "a_whole_index_is_verified",
                        "of_a_damaged_index_only_what_is_right_is_ever_answered",
                        "what_is_not_current_is_collected",
                        "what_one_process_adds_another_knows_soon",
                        "what_was_added_outlives_the_process");
    }

    @Test
    void any_hasher_that_comes() {
        keeper(() -> new ChangedKeeper(right -> right, right -> right) {
                    @Override
                    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
                        return super.open(folder, new Sha256(), bounds);
                    }
                })
                .failsExactly("a_folder_has_chunks_of_one_hasher");
    }

    @Test
    void a_collection_that_asks_nobody() {
        index(right -> new RightIndex(right) {
                    @Override
                    public long collect(Predicate<KnownFile> current) {
                        return 0;
                    }
                })
                .failsExactly("what_is_not_current_is_collected");
    }

    @Test
    void figures_that_are_made_up() {
        index(right -> new RightIndex(right) {
                    @Override
                    public IndexStats stats() {
                        IndexStats stats = right.stats();
                        return new IndexStats(stats.files(), stats.files(), stats.limit(), 0, 0);
                    }

                    @Override
                    public Verified verify() {
                        return new Verified(0, 0);
                    }
                })
                .failsExactly(
                        "a_file_that_was_written_anew_is_known_as_it_is_now",
                        "a_whole_index_is_verified",
                        "what_is_not_current_is_collected",
                        "what_it_holds_is_told",
                        "what_one_process_adds_another_knows_soon",
                        "what_was_added_outlives_the_process");
    }

    @Test
    void an_index_that_does_not_close() {
        keeper(() -> new MemoryUnclosed()).failsExactly("a_closed_index_knows_nothing_and_is_closed_twice");
    }

    private static final class MemoryUnclosed implements ChunkKeeper {

        private final MemoryChunkKeeper right = new MemoryChunkKeeper();

        @Override
        public String name() {
            return "unclosed";
        }

        @Override
        public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
            ChunkKeeping open = right.open(folder, hasher, bounds);
            return new ChunkKeeping() {
                @Override
                public ChunkIndex index() {
                    return open.index();
                }

                @Override
                public ChunkStore store() {
                    return open.store();
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void threads_that_get_in_each_others_way() {
        index(right -> new RightIndex(right) {
                    private Optional<IndexedFile> pending = Optional.empty();

                    @Override
                    public void add(IndexedFile file) {
                        pending = Optional.of(file);
                        LockSupport.parkNanos(50_000); // so long that the others come between
                        pending.ifPresent(right::add);
                    }
                })
                .failsExactly("many_threads_may_share_an_index");
    }
}
