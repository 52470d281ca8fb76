package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Listings that go wrong in one way, and the rules that notice it. */
class WrongListingsTest {

    private static final String RULES = "IoListingRules";

    private interface Listing {
        void list(Root right, RelPath directory, EntryVisitor visitor) throws IOException;
    }

    private static ContractRun listed(Listing wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public void list(RelPath directory, EntryVisitor visitor) throws IOException {
                wrong.list(right, directory, visitor);
            }
        });
    }

    interface Found {
        void found(Entry entry) throws IOException;
    }

    static EntryVisitor telling(EntryVisitor visitor, Found found) {
        return new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                found.found(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                visitor.failed(path, cause);
            }
        };
    }

    @Test
    void right_listings_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_directory_that_is_its_own_entry() {
        listed((right, directory, visitor) -> {
                    right.list(directory, visitor);
                    if (!directory.isRoot()) {
                        visitor.found(right.find(directory).orElseThrow());
                    }
                })
                .failsExactly(
                        "a_visitor_is_called_on_the_callers_thread_and_may_use_the_root",
                        "an_empty_directory_has_no_entries");
    }

    @Test
    void entries_that_are_told_without_a_size() {
        listed((right, directory, visitor) -> right.list(
                        directory,
                        telling(
                                visitor,
                                entry -> visitor.found(new Entry(
                                        entry.path(), entry.kind(), 0, entry.metadata(), entry.id(), entry.links())))))
                .failsExactly("a_listing_tells_every_entry_as_finding_it_does");
    }

    @Test
    void special_files_that_are_left_out() {
        listed((right, directory, visitor) -> right.list(directory, telling(visitor, entry -> {
                    if (entry.kind() != EntryKind.FIFO) {
                        visitor.found(entry);
                    }
                })))
                .failsExactly("a_listing_tells_every_entry_as_finding_it_does");
    }

    @Test
    void a_listing_that_ends_after_a_thousand() {
        listed((right, directory, visitor) -> {
                    Set<Entry> told = new HashSet<>();
                    right.list(directory, telling(visitor, entry -> {
                        if (told.size() < 1000) {
                            told.add(entry);
                            visitor.found(entry);
                        }
                    }));
                })
                .failsExactly("a_listing_tells_each_of_thousands_of_entries_once");
    }

    @Test
    void a_listing_that_tells_the_first_of_a_batch_twice() {
        listed((right, directory, visitor) -> {
                    int[] told = {0};
                    right.list(directory, telling(visitor, entry -> {
                        if (++told[0] % 1000 == 0) {
                            visitor.found(entry);
                        }
                        visitor.found(entry);
                    }));
                })
                .failsExactly("a_listing_tells_each_of_thousands_of_entries_once");
    }

    @Test
    void a_visitor_that_is_called_on_another_thread() {
        listed((right, directory, visitor) -> right.list(
                        directory,
                        telling(
                                visitor,
                                entry -> CompletableFuture.runAsync(() -> {
                                            try {
                                                visitor.found(entry);
                                            } catch (IOException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        })
                                        .join())))
                .failsExactly(
                        "a_visitor_ends_the_listing_by_its_exception",
                        "a_visitor_is_called_on_the_callers_thread_and_may_use_the_root");
    }

    @Test
    void a_listing_during_which_its_root_is_locked() {
        boolean[] locked = {false};
        listed((right, directory, visitor) -> {
                    if (locked[0]) {
                        throw new IllegalStateException("another listing is under way");
                    }
                    locked[0] = true;
                    try {
                        right.list(directory, visitor);
                    } finally {
                        locked[0] = false;
                    }
                })
                .failsExactly("a_visitor_is_called_on_the_callers_thread_and_may_use_the_root");
    }

    @Test
    void a_visitors_exception_that_is_wrapped() {
        listed((right, directory, visitor) -> right.list(directory, telling(visitor, entry -> {
                    try {
                        visitor.found(entry);
                    } catch (IOException e) {
                        throw new IOException(e);
                    }
                })))
                .failsExactly("a_visitor_ends_the_listing_by_its_exception");
    }

    @Test
    void a_visitors_exception_that_ends_nothing() {
        listed((right, directory, visitor) -> {
                    List<IOException> thrown = new ArrayList<>();
                    right.list(directory, telling(visitor, entry -> {
                        try {
                            visitor.found(entry);
                        } catch (IOException e) {
                            thrown.add(e);
                        }
                    }));
                    if (!thrown.isEmpty()) {
                        throw thrown.getFirst();
                    }
                })
                .failsExactly("a_visitor_ends_the_listing_by_its_exception");
    }

    @Test
    void what_is_no_directory_that_is_listed_as_empty() {
        listed((right, directory, visitor) -> {
                    if (right.find(directory).filter(Entry::isDirectory).isPresent()) {
                        right.list(directory, visitor);
                    }
                })
                .failsExactly("only_a_directory_is_listed");
    }
}
