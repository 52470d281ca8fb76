package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

class HasherContractTest {

    /** SHA-256 of all that was appended, and the places where a provider may go wrong. */
    static class Sha256 implements Hasher {

        @Override
        public String name() {
            return "sha-256";
        }

        @Override
        public Hash hash(MemorySegment data) {
            return sha256(data.toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public Digest digest() {
            return new Collected(this::hash);
        }

        static Hash sha256(byte[] bytes) {
            try {
                return Hash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    interface Ending {
        Hash of(MemorySegment data);
    }

    static class Collected implements Digest {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final Ending ending;
        boolean finished;

        Collected(Ending ending) {
            this.ending = ending;
        }

        @Override
        public void update(MemorySegment data) {
            requireUnfinished();
            bytes.writeBytes(data.toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public Hash finish() {
            requireUnfinished();
            finished = true;
            return ending.of(MemorySegment.ofArray(bytes.toByteArray()));
        }

        void requireUnfinished() {
            if (finished) throw new IllegalStateException("finished");
        }
    }

    static class Right extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256();
        }
    }

    @Test
    void a_right_hasher_holds_every_sentence_that_applies() {
        ContractRun.of(Right.class).holds();
    }

    static class Miscalled extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public String name() {
                    return "blake3";
                }
            };
        }
    }

    @Test
    void another_algorithm_is_not_blake3() {
        ContractRun.of(Miscalled.class).failsExactly("blake3_is_what_its_authors_say");
    }

    /** Pads every part to whole words. */
    static class Padding extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Digest digest() {
                    return new Collected(this::hash) {
                        @Override
                        public void update(MemorySegment data) {
                            super.update(data);
                            if (data.byteSize() > 0) bytes.writeBytes(new byte[(int) (-data.byteSize() & 3)]);
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_digest_that_pads_each_part_depends_on_the_split() {
        ContractRun.of(Padding.class)
                .failsExactly(
                        "equal_bytes_have_equal_hashes_however_they_are_split",
                        "data_may_be_reused_as_soon_as_it_is_taken");
    }

    /** Takes a part of no bytes for a mark of its own. */
    static class Marking extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Digest digest() {
                    return new Collected(this::hash) {
                        @Override
                        public void update(MemorySegment data) {
                            super.update(data);
                            if (data.byteSize() == 0) bytes.write(0);
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_digest_that_counts_its_parts_notices_one_of_no_bytes() {
        ContractRun.of(Marking.class).failsExactly("parts_of_no_bytes_change_nothing");
    }

    static class Refusing extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Hash hash(MemorySegment data) {
                    if (data.equals(MemorySegment.NULL)) throw new IllegalArgumentException("nothing to hash");
                    return super.hash(data);
                }
            };
        }
    }

    @Test
    void a_hasher_that_refuses_nothing_is_told() {
        ContractRun.of(Refusing.class).failsExactly("no_bytes_at_all_have_a_hash");
    }

    /** Rounds the address of native memory down, as aligned loads would. */
    static class Aligned extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                @SuppressWarnings("restricted")
                public Hash hash(MemorySegment data) {
                    long beyond = data.isNative() ? data.address() & 7 : 0;
                    return super.hash(
                            beyond == 0
                                    ? data
                                    : MemorySegment.ofAddress(data.address() - beyond)
                                            .reinterpret(data.byteSize()));
                }
            };
        }
    }

    @Test
    void a_hasher_that_reads_aligned_words_only_is_found_out() {
        ContractRun.of(Aligned.class).failsExactly("native_memory_has_the_hash_of_heap_memory_wherever_it_begins");
    }

    /** Leaves out the last byte of what is long. */
    static class Short extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Hash hash(MemorySegment data) {
                    return super.hash(data.byteSize() > 299_000 ? data.asSlice(0, data.byteSize() - 1) : data);
                }
            };
        }
    }

    @Test
    void a_hasher_that_forgets_a_byte_is_found_out() {
        ContractRun.of(Short.class).failsExactly("every_bit_counts");
    }

    /** Drops the zeros at the end, as padding a block without its length would. */
    static class Unpadded extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Hash hash(MemorySegment data) {
                    long length = data.byteSize();
                    while (length > 0 && data.get(ValueLayout.JAVA_BYTE, length - 1) == 0) {
                        length--;
                    }
                    return super.hash(data.asSlice(0, length));
                }
            };
        }
    }

    @Test
    void a_hasher_that_pads_with_zeros_alone_is_found_out() {
        ContractRun.of(Unpadded.class).failsExactly("the_length_counts_even_of_zeros");
    }

    /** Uses the data as room to work in. */
    static class Writing extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Hash hash(MemorySegment data) {
                    Hash hash = super.hash(data);
                    data.asSlice(0, Math.min(1, data.byteSize())).fill((byte) 0);
                    return hash;
                }
            };
        }
    }

    @Test
    void a_hasher_that_writes_into_the_data_is_found_out() {
        ContractRun run = ContractRun.of(Writing.class);

        assertTrue(run.failed().containsKey("the_data_is_left_unchanged"));
    }

    /** Keeps the parts themselves until the end. */
    static class Keeping extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Digest digest() {
                    List<MemorySegment> parts = new ArrayList<>();
                    return new Collected(this::hash) {
                        @Override
                        public void update(MemorySegment data) {
                            requireUnfinished();
                            parts.add(data);
                        }

                        @Override
                        public Hash finish() {
                            parts.forEach(super::update);
                            return super.finish();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_digest_that_keeps_its_parts_is_found_out() {
        ContractRun.of(Keeping.class).failsExactly("data_may_be_reused_as_soon_as_it_is_taken");
    }

    /** Has one digest, made new by each ending. */
    static class Single extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                private final Supplier<Collected> fresh = () -> new Collected(this::hash);
                private Collected current = fresh.get();

                @Override
                public Digest digest() {
                    if (current.finished) current = fresh.get();
                    return current;
                }
            };
        }
    }

    @Test
    void a_hasher_with_one_digest_is_found_out() {
        ContractRun.of(Single.class).failsExactly("digests_of_one_hasher_do_not_meet");
    }

    /** Copies into room that all its threads share. */
    static class Shared extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                private final byte[] room = new byte[1 << 20];

                @Override
                public Hash hash(MemorySegment data) {
                    MemorySegment.copy(data, 0, MemorySegment.ofArray(room), 0, data.byteSize());
                    Thread.yield();
                    byte[] bytes = new byte[(int) data.byteSize()];
                    System.arraycopy(room, 0, bytes, 0, bytes.length);
                    return sha256(bytes);
                }
            };
        }
    }

    @Test
    void a_hasher_whose_threads_share_room_is_found_out() {
        ContractRun.of(Shared.class).failsExactly("many_threads_may_share_a_hasher");
    }

    static class Reopening extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Digest digest() {
                    return new Collected(this::hash) {
                        @Override
                        public void update(MemorySegment data) {
                            finished = false;
                            super.update(data);
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_digest_that_goes_on_after_its_end_is_found_out() {
        ContractRun.of(Reopening.class).failsExactly("a_finished_digest_takes_no_more");
    }

    static class Repeating extends HasherContract {
        @Override
        protected Hasher hasher() {
            return new Sha256() {
                @Override
                public Digest digest() {
                    return new Collected(this::hash) {
                        @Override
                        public Hash finish() {
                            finished = false;
                            return super.finish();
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_digest_that_ends_twice_is_found_out() {
        ContractRun.of(Repeating.class).failsExactly("a_digest_finishes_once");
    }
}
