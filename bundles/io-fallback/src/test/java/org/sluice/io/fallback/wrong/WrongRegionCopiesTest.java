package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.claiming;
import static org.sluice.io.fallback.wrong.Backends.files;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.data.Source;
import org.sluice.io.IoFeature;
import org.sluice.tck.RightFile;

/** Regions copied wrong in one way, and the rules that notice it. */
class WrongRegionCopiesTest {

    private static final String RULES = "IoCopyRules";

    @Test
    void a_region_that_is_copied_to_where_it_was() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long copy(long position, Source.Region from) throws IOException {
                        return super.copy(from.offset(), from);
                    }
                })
                .failsExactly(
                        "a_region_copied_beyond_the_end_makes_the_file_longer",
                        "a_region_is_copied_to_a_position",
                        "a_region_of_another_backend_is_copied_all_the_same",
                        "a_region_whose_file_ends_before_is_copied_that_far");
    }

    @Test
    void a_region_that_must_begin_in_the_file() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long copy(long position, Source.Region from) throws IOException {
                        if (position > size()) {
                            throw new EOFException();
                        }
                        return super.copy(position, from);
                    }
                })
                .failsExactly(
                        "a_large_region_is_copied_between_two_roots",
                        "a_region_copied_beyond_the_end_makes_the_file_longer",
                        "a_region_of_another_backend_is_copied_all_the_same",
                        "a_region_whose_file_ends_before_is_copied_that_far");
    }

    @Test
    void a_region_that_is_said_to_be_copied_whole() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long copy(long position, Source.Region from) throws IOException {
                        super.copy(position, from);
                        return from.length();
                    }
                })
                .failsExactly(
                        "a_region_of_another_backend_is_copied_all_the_same",
                        "a_region_whose_file_ends_before_is_copied_that_far");
    }

    @Test
    void a_region_that_is_copied_as_far_as_one_call_goes() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long copy(long position, Source.Region from) throws IOException {
                        byte[] room = new byte[(int) Math.min(1 << 20, from.length())];
                        int there = 0;
                        MemorySegment memory = MemorySegment.ofArray(room);
                        try {
                            from.copyTo(0, memory);
                            there = room.length;
                        } catch (EOFException shorter) {
                            return super.copy(position, from);
                        }
                        write(position, memory);
                        return there;
                    }
                })
                .failsExactly(
                        "a_large_region_is_copied_between_two_roots",
                        "a_region_of_another_backend_is_copied_all_the_same");
    }

    @Test
    void a_region_that_must_be_of_this_backend() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long copy(long position, Source.Region from) throws IOException {
                        if (from.getClass() != source(0, 0).getClass()) {
                            throw new IllegalArgumentException(from.toString());
                        }
                        return super.copy(position, from);
                    }
                })
                .failsExactly("a_region_of_another_backend_is_copied_all_the_same");
    }

    @Test
    @Tag("linux")
    void a_copy_through_memory_that_claims_to_be_inside_the_kernel() {
        claiming(RULES, IoFeature.KERNEL_COPY).failsExactly("a_copy_inside_the_kernel_takes_a_handful_of_calls");
    }
}
