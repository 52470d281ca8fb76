package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HashRoomTest {

    private final HashRoom room = new HashRoom(100);

    @Test
    void a_session_gets_half_of_what_the_others_leave() {
        HashRoom.Lease one = room.lease();
        assertFalse(one.take(1, 51));
        assertTrue(one.take(1, 30));
        assertTrue(one.take(2, 20));
        assertFalse(one.take(3, 1));

        HashRoom.Lease other = room.lease();
        assertFalse(other.take(1, 26));
        assertTrue(other.take(1, 25));
    }

    @Test
    void a_file_that_has_ended_makes_room_once() {
        HashRoom.Lease lease = room.lease();
        lease.take(1, 50);
        lease.end(1);
        lease.end(1);
        lease.end(7);

        assertTrue(lease.take(2, 50));
        assertFalse(lease.take(3, 1));
    }

    @Test
    void a_session_that_has_ended_leaves_nothing_behind() {
        HashRoom.Lease one = room.lease();
        one.take(1, 50);
        one.close();
        one.close();
        one.end(1);

        assertTrue(room.lease().take(1, 50));
        assertFalse(room.lease().take(1, 26));
    }

    @Test
    void no_size_that_can_be_announced_is_too_much_for_it() {
        assertFalse(room.lease().take(1, Integer.MAX_VALUE));
    }
}
