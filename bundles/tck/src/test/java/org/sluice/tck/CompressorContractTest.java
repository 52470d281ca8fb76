package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

class CompressorContractTest {

    /** The JDK's deflate, and the places where a provider may go wrong. */
    static class Deflated implements Compressor {

        @Override
        public String name() {
            return "deflate";
        }

        @Override
        public OptionalLong compress(MemorySegment content, MemorySegment target) {
            Deflater deflater = new Deflater(3, true);
            try {
                deflater.setInput(content.toArray(ValueLayout.JAVA_BYTE));
                deflater.finish();
                byte[] out = new byte[(int) target.byteSize()];
                int length = deflater.deflate(out);
                if (!deflater.finished()) {
                    return OptionalLong.empty();
                }
                MemorySegment.copy(out, 0, target, ValueLayout.JAVA_BYTE, 0, length);
                return OptionalLong.of(length);
            } finally {
                deflater.end();
            }
        }

        @Override
        public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(compressed.toArray(ValueLayout.JAVA_BYTE));
                byte[] out = new byte[(int) target.byteSize()];
                int length = inflater.inflate(out);
                if (!inflater.finished()) {
                    length += inflater.inflate(new byte[1]);
                }
                end(inflater, length, out.length);
                MemorySegment.copy(out, 0, target, ValueLayout.JAVA_BYTE, 0, out.length);
            } catch (DataFormatException e) {
                throw damaged(e);
            } finally {
                inflater.end();
            }
        }

        void end(Inflater inflater, int length, int expected) throws CorruptContentException {
            if (!inflater.finished() || length != expected || inflater.getRemaining() > 0) {
                throw new CorruptContentException("not that content");
            }
        }

        CorruptContentException damaged(DataFormatException e) {
            return new CorruptContentException("damaged", e);
        }
    }

    static class Right extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated();
        }
    }

    @Test
    void a_right_compressor_holds_every_sentence() {
        ContractRun.of(Right.class).holds();
    }

    /** Gives what there is, and calls it all. */
    static class Truncating extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                void end(Inflater inflater, int length, int expected) {}
            };
        }
    }

    @Test
    void a_compressor_that_takes_a_part_for_the_whole_is_found_out() {
        ContractRun run = ContractRun.of(Truncating.class);

        assertFailed(run, "a_content_of_another_length_is_refused_and_nothing_is_written_beyond");
        assertFailed(run, "a_part_of_what_was_compressed_is_refused");
        assertFailed(run, "more_than_what_was_compressed_is_refused");
    }

    /** Ends at the content's end, whatever follows it. */
    static class Lenient extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                void end(Inflater inflater, int length, int expected) throws CorruptContentException {
                    if (!inflater.finished() || length != expected) throw new CorruptContentException("not that");
                }
            };
        }
    }

    @Test
    void a_compressor_that_overlooks_what_follows_is_found_out() {
        ContractRun.of(Lenient.class).failsExactly("more_than_what_was_compressed_is_refused");
    }

    /** Writes in words of eight bytes. */
    static class Overrunning extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                public OptionalLong compress(MemorySegment content, MemorySegment target) {
                    beyond(target);
                    return super.compress(content, target);
                }

                private void beyond(MemorySegment target) {
                    if (target.heapBase().orElse(null) instanceof byte[] all) {
                        int end = (int) (target.address() + target.byteSize());
                        Arrays.fill(all, end, Math.min(all.length, end + 7), (byte) 0);
                    }
                }
            };
        }
    }

    @Test
    void a_compressor_that_writes_beyond_its_target_is_found_out() {
        ContractRun.of(Overrunning.class)
                .failsExactly("what_does_not_fit_is_said_and_nothing_is_written_beyond", "what_fits_exactly_fits");
    }

    /** Restores all that the data holds, and looks how much it was. */
    static class Unbounded extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
                    super.decompress(compressed, MemorySegment.ofArray(new byte[whole(compressed)]));
                    super.decompress(compressed, target);
                }

                private int whole(MemorySegment compressed) {
                    Inflater inflater = new Inflater(true);
                    try {
                        inflater.setInput(compressed.toArray(ValueLayout.JAVA_BYTE));
                        byte[] some = new byte[1 << 16];
                        while (!inflater.finished() && inflater.inflate(some) > 0) {
                            // Counted by the inflater.
                        }
                        return (int) inflater.getBytesWritten();
                    } catch (DataFormatException e) {
                        return 0;
                    } finally {
                        inflater.end();
                    }
                }
            };
        }
    }

    @Test
    void a_compressor_that_ignores_the_bound_is_found_out() {
        ContractRun.of(Unbounded.class).failsExactly("a_bomb_is_refused_within_the_bound");
    }

    /** Goes on where the last call ended. */
    static class Remembering extends CompressorContract {

        private final Compressor compressor = new Deflated() {

            private int calls;

            @Override
            public synchronized OptionalLong compress(MemorySegment content, MemorySegment target) {
                OptionalLong length = super.compress(content, target);
                return length.isEmpty()
                        ? length
                        : OptionalLong.of(Math.min(target.byteSize(), length.getAsLong() + calls++));
            }
        };

        @Override
        protected Compressor compressor() {
            return compressor;
        }
    }

    @Test
    void a_compressor_that_keeps_state_between_calls_is_found_out() {
        assertFailed(ContractRun.of(Remembering.class), "a_call_knows_nothing_of_those_before");
    }

    /** Has one room for all its threads. */
    static class Shared extends CompressorContract {

        private final byte[] room = new byte[8 << 20];

        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
                    super.decompress(compressed, target);
                    MemorySegment copy = MemorySegment.ofArray(room).asSlice(0, target.byteSize());
                    copy.copyFrom(target);
                    Thread.yield();
                    target.copyFrom(copy);
                }
            };
        }
    }

    @Test
    void a_compressor_whose_threads_share_room_is_found_out() {
        ContractRun.of(Shared.class).failsExactly("many_threads_may_call_at_once");
    }

    /** Uses what it reads as room to work in. */
    static class Writing extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                public OptionalLong compress(MemorySegment content, MemorySegment target) {
                    OptionalLong length = super.compress(content, target);
                    if (!content.isReadOnly()) content.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
                    return length;
                }
            };
        }
    }

    @Test
    void a_compressor_that_writes_into_what_it_reads_is_found_out() {
        assertFailed(ContractRun.of(Writing.class), "what_is_read_is_left_unchanged");
    }

    /** Knows no way to say that something does not fit. */
    static class Throwing extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                public OptionalLong compress(MemorySegment content, MemorySegment target) {
                    OptionalLong length = super.compress(content, target);
                    if (length.isEmpty()) throw new IndexOutOfBoundsException("it does not fit");
                    return length;
                }
            };
        }
    }

    @Test
    void a_compressor_that_throws_when_nothing_fits_is_found_out() {
        ContractRun.of(Throwing.class)
                .failsExactly(
                        "what_does_not_fit_is_said_and_nothing_is_written_beyond",
                        "a_call_knows_nothing_of_those_before");
    }

    /** Stores. */
    static class Storing extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Compressor() {
                @Override
                public String name() {
                    return "stored";
                }

                @Override
                public OptionalLong compress(MemorySegment content, MemorySegment target) {
                    if (content.byteSize() > target.byteSize()) return OptionalLong.empty();
                    target.asSlice(0, content.byteSize()).copyFrom(content);
                    return OptionalLong.of(content.byteSize());
                }

                @Override
                public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
                    if (compressed.byteSize() != target.byteSize()) throw new CorruptContentException("another length");
                    target.copyFrom(compressed);
                }
            };
        }
    }

    @Test
    void a_compressor_that_compresses_nothing_is_found_out() {
        ContractRun.of(Storing.class).failsExactly("text_becomes_less_than_half");
    }

    /** Lets what is wrong with the data pass as a fault of the caller. */
    static class Blaming extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return new Deflated() {
                @Override
                CorruptContentException damaged(DataFormatException e) {
                    throw new IllegalArgumentException(e);
                }
            };
        }
    }

    @Test
    void a_compressor_that_throws_something_else_on_damage_is_found_out() {
        assertFailed(ContractRun.of(Blaming.class), "damage_is_refused_or_gives_as_many_bytes_and_nothing_else");
    }

    private static void assertFailed(ContractRun run, String sentence) {
        assertTrue(run.failed().containsKey(sentence), () -> sentence + ": " + run.failed());
    }
}
