package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DatagramsTest {

    @Test
    void loopback_carries_the_longest() {
        assertEquals(
                Datagrams.longest(), Datagrams.towards(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4433)));
    }

    @Test
    void where_the_first_link_is_not_known_it_is_Ethernet() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 4433);

        assertEquals(1350, Datagrams.towards(nowhere));
    }
}
