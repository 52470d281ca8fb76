package org.sluice.itest.wan;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final long MS = 1_000_000;
    private static final int PACKET = 1250; // 10,000 bits

    /** A packet that arrived, by its number. */
    private record Arrival(int number, long at) {}

    private final MemorySegment memory = Arena.ofAuto().allocate(8 << 20, 8);

    private Link link(Shape shape) {
        return new Link(memory, shape, new SplittableRandom(7));
    }

    private static Fate offer(Link link, int number, int length, long now) {
        assertTrue(link.line().hasRoom());
        MemorySegment room = link.line().memory().asSlice(link.line().room(), length);
        room.fill((byte) 0);
        room.set(JAVA_INT_UNALIGNED, length - Integer.BYTES, number);
        return link.offer(length, now);
    }

    private static List<Arrival> arrivals(Link link) {
        List<Arrival> arrived = new ArrayList<>();
        for (long due = link.due(); due != Line.NEVER; due = link.due()) {
            Line line = link.next();
            arrived.add(new Arrival(
                    line.memory().get(JAVA_INT_UNALIGNED, line.first() + line.length() - Integer.BYTES), due));
            line.remove();
        }
        return arrived;
    }

    @Test
    void a_packet_is_on_its_way_for_half_a_round_trip() {
        Link link = link(Shape.NONE.with("rtt", "50ms"));

        offer(link, 1, PACKET, 3 * MS);

        assertEquals(List.of(new Arrival(1, 28 * MS)), arrivals(link));
    }

    @Test
    void packets_leave_one_after_the_other_at_the_lines_rate() {
        Link link = link(Shape.NONE.with("rate", "10mbit").with("rtt", "20ms"));

        for (int i = 0; i < 3; i++) {
            offer(link, i, PACKET, 0);
        }
        offer(link, 3, PACKET, 100 * MS);

        assertEquals(
                List.of(
                        new Arrival(0, 11 * MS),
                        new Arrival(1, 12 * MS),
                        new Arrival(2, 13 * MS),
                        new Arrival(3, 111 * MS)),
                arrivals(link));
    }

    @Test
    void what_would_wait_too_long_is_dropped() {
        Link link = link(Shape.NONE.with("rate", "10mbit").with("queue", "5ms"));

        List<Fate> fates =
                IntStream.range(0, 8).mapToObj(i -> offer(link, i, PACKET, 0)).toList();

        assertEquals(6, fates.indexOf(Fate.DROPPED), "the first leaves at once, five wait");
        assertEquals(6, arrivals(link).size());
        assertEquals(2, link.count(Fate.DROPPED));
    }

    @Test
    void the_share_that_is_asked_for_is_lost_and_the_same_every_time() {
        Shape lossy = Shape.NONE.with("loss", "10%");
        Link one = link(lossy);
        Link other = new Link(Arena.ofAuto().allocate(8 << 20, 8), lossy, new SplittableRandom(7));

        for (int i = 0; i < 20_000; i++) {
            assertEquals(offer(one, i, PACKET, i), offer(other, i, PACKET, i));
            arrivals(one);
            arrivals(other);
        }

        assertEquals(2_000, one.count(Fate.LOST), 200);
        assertEquals(20_000, one.count(Fate.LOST) + one.count(Fate.PASSED));
    }

    @Test
    void some_are_overtaken_and_arrive_all_the_same() {
        Link link = link(Shape.NONE.with("reorder", "20%").with("rtt", "10ms"));

        for (int i = 0; i < 1_000; i++) {
            offer(link, i, PACKET, i * MS / 10);
        }

        List<Arrival> arrived = arrivals(link);
        assertEquals(1_000, arrived.size());
        assertEquals(200, link.count(Fate.OVERTAKEN), 60);
        for (int i = 1; i < arrived.size(); i++) {
            assertTrue(arrived.get(i - 1).at() <= arrived.get(i).at());
        }
        assertTrue(IntStream.range(1, 1_000)
                .anyMatch(i -> arrived.get(i - 1).number() > arrived.get(i).number()));
        for (Arrival arrival : arrived) {
            long onItsWay = arrival.at() - arrival.number() * MS / 10;
            assertTrue(onItsWay == 5 * MS || onItsWay == 5 * MS + Link.DETOUR, arrival::toString);
        }
    }

    @Test
    void nothing_is_overtaken_when_the_way_becomes_shorter() {
        Link link = link(Shape.NONE.with("rtt", "100ms"));
        offer(link, 0, PACKET, 0);

        link.shape(Shape.NONE);
        offer(link, 1, PACKET, 1 * MS);
        offer(link, 2, PACKET, 60 * MS);

        assertEquals(
                List.of(new Arrival(0, 50 * MS), new Arrival(1, 50 * MS), new Arrival(2, 60 * MS)), arrivals(link));
    }

    @Test
    void what_is_longer_than_the_path_carries_vanishes() {
        Link link = link(Shape.NONE.with("path-mtu", "1400"));

        assertEquals(Fate.PASSED, offer(link, 0, 1400, 0));
        assertEquals(Fate.BLOCKED, offer(link, 1, 1401, 0));
    }

    @Test
    void what_is_blocked_does_not_get_through_until_it_is_no_more() {
        Link link = link(Shape.NONE.with("block", "udp,tcp:22"));

        assertEquals(Fate.BLOCKED, packet(link, 17, 1000, 2000));
        assertEquals(Fate.BLOCKED, packet(link, 6, 1000, 22));
        assertEquals(Fate.BLOCKED, packet(link, 6, 22, 1000));
        assertEquals(Fate.PASSED, packet(link, 6, 1000, 2000));
        assertEquals(Fate.PASSED, packet(link, 1, 0, 22));
        link.shape(Shape.NONE.with("block", "nothing"));

        assertEquals(Fate.PASSED, packet(link, 17, 1000, 2000));
    }

    /** Offers a packet of IPv4. */
    private static Fate packet(Link link, int protocol, int from, int to) {
        assertTrue(link.line().hasRoom());
        MemorySegment packet = link.line().memory().asSlice(link.line().room(), 60);
        packet.fill((byte) 0);
        packet.set(JAVA_BYTE, 0, (byte) 0x45);
        packet.set(JAVA_BYTE, 9, (byte) protocol);
        packet.set(JAVA_BYTE, 20, (byte) (from >> 8));
        packet.set(JAVA_BYTE, 21, (byte) from);
        packet.set(JAVA_BYTE, 22, (byte) (to >> 8));
        packet.set(JAVA_BYTE, 23, (byte) to);
        return link.offer(60, 0);
    }

    @Test
    void packets_of_all_lengths_go_round_in_a_line_until_it_is_full() {
        Line line = new Line(memory.asSlice(0, 300_000), 65_535);
        SplittableRandom random = new SplittableRandom(3);
        int first = 0;
        int next = 0;

        for (int round = 0; round < 5_000; round++) {
            while (line.hasRoom() && line.packets() < random.nextInt(20)) {
                int length = random.nextInt(4, 65_536);
                line.memory().asSlice(line.room(), length).fill((byte) next);
                line.add(length, next++);
            }
            if (line.packets() > 0) {
                assertEquals(first, line.due());
                MemorySegment packet = line.memory().asSlice(line.first(), line.length());
                assertEquals(-1, packet.mismatch(MemorySegment.ofArray(filled(line.length(), first))));
                line.remove();
                first++;
            }
        }

        assertTrue(first > 3_000, first + " went by");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
