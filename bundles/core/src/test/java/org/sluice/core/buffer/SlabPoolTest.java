package org.sluice.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.core.Condition;
import org.sluice.data.Buffer;

class SlabPoolTest {

    private static final int COUNT = 10;

    private final SlabPool pool = new SlabPool(COUNT * (long) SlabPool.BUFFER_SIZE);

    @AfterEach
    void close() {
        pool.close();
    }

    private List<Buffer> takeAll() throws InterruptedException {
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            buffers.add(pool.take());
        }
        return buffers;
    }

    /** A take that waits. */
    private record Taker(FutureTask<Buffer> result, Thread thread) {

        static Taker of(SlabPool pool) throws Exception {
            FutureTask<Buffer> task = new FutureTask<>(pool::take);
            Thread thread = Thread.ofVirtual().start(task);
            Condition.parked(thread);
            assertFalse(task.isDone(), "there are more buffers than the pool's size says");
            return new Taker(task, thread);
        }
    }

    @Test
    void buffers_are_different_parts_of_one_page_aligned_slab() throws Exception {
        Set<Long> offsets = new HashSet<>();
        for (Buffer buffer : takeAll()) {
            long offset = buffer.segment().address() - pool.slab().address();
            assertEquals(pool.bufferSize(), buffer.segment().byteSize());
            assertEquals(0, offset % pool.bufferSize());
            assertTrue(offset >= 0 && offset < pool.slab().byteSize());
            offsets.add(offset);
        }
        assertEquals(COUNT, offsets.size());
        assertEquals(0, pool.slab().address() % 4096);
        assertEquals(COUNT * (long) pool.bufferSize(), pool.slab().byteSize());
    }

    @Test
    void who_finds_the_pool_empty_waits_until_a_buffer_is_given_back() throws Exception {
        List<Buffer> all = takeAll();
        Taker taker = Taker.of(pool);

        MemorySegment given = all.getFirst().segment();
        all.getFirst().close();

        assertEquals(given.address(), taker.result().get().segment().address());
    }

    @Test
    void who_is_interrupted_while_waiting_takes_no_buffer() throws Exception {
        List<Buffer> all = takeAll();
        Taker taker = Taker.of(pool);

        taker.thread().interrupt();
        assertThrows(ExecutionException.class, taker.result()::get);
        all.forEach(Buffer::close);

        takeAll();
        Taker.of(pool).thread().interrupt();
    }

    @Test
    void a_buffer_given_back_twice_is_there_once() throws Exception {
        Buffer buffer = pool.take();
        buffer.close();
        buffer.close();

        assertEquals(
                COUNT,
                new HashSet<>(takeAll().stream().map(b -> b.segment().address()).toList()).size());
        Taker.of(pool).thread().interrupt();
    }

    @Test
    void the_buffer_given_back_last_is_given_out_first() throws Exception {
        Buffer first = pool.take();
        Buffer second = pool.take();
        assertNotEquals(first.segment().address(), second.segment().address());
        second.close();
        first.close();

        assertEquals(first.segment().address(), pool.take().segment().address());
    }

    @Test
    void no_buffer_ever_belongs_to_two() throws Exception {
        AtomicIntegerArray owners = new AtomicIntegerArray(COUNT);
        AtomicInteger doubled = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4 * COUNT; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 500; i++) {
                    try (Buffer buffer = pool.take()) {
                        int index =
                                (int) ((buffer.segment().address() - pool.slab().address()) / pool.bufferSize());
                        if (owners.incrementAndGet(index) != 1) {
                            doubled.incrementAndGet();
                        }
                        Thread.yield();
                        owners.decrementAndGet(index);
                    } catch (InterruptedException e) {
                        doubled.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(0, doubled.get());
        takeAll();
    }

    @Test
    void there_are_never_fewer_than_eight_buffers() {
        SlabPool small = new SlabPool(0);

        assertEquals(8L * SlabPool.BUFFER_SIZE, small.slab().byteSize());
        small.close();
    }

    @Test
    void whoever_uses_a_buffer_of_a_closed_pool_fails_cleanly() throws Exception {
        SlabPool closed = new SlabPool(0);
        Buffer buffer = closed.take();
        closed.close();

        assertThrows(IllegalStateException.class, () -> buffer.segment().get(ValueLayout.JAVA_BYTE, 0));
    }
}
