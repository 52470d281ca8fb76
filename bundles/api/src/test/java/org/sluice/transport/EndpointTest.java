package org.sluice.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static Endpoint endpoint(String text) {
        return Endpoint.parse(text, 4433);
    }

    @Test
    void a_host_may_have_a_port() {
        assertEquals(new Endpoint("host", 4433), endpoint("host"));
        assertEquals(new Endpoint("host", 1), endpoint("host:1"));
        assertEquals(new Endpoint("127.0.0.1", 65535), endpoint("127.0.0.1:65535"));
        assertEquals(new Endpoint("host", 0), endpoint("host:0"));
    }

    @Test
    void an_ipv6_address_stands_in_brackets() {
        assertEquals(new Endpoint("::1", 4433), endpoint("[::1]"));
        assertEquals(new Endpoint("fe80::1%eth0", 7), endpoint("[fe80::1%eth0]:7"));
    }

    @Test
    void it_reads_back_as_it_is_written() {
        for (String text : List.of("host:1", "[::1]:4433", "127.0.0.1:0")) {
            assertEquals(text, endpoint(text).toString());
        }
    }

    @Test
    void what_is_none_is_refused() {
        for (String text : List.of(
                "",
                ":",
                ":1",
                "host:",
                "host:x",
                "host:-1",
                "host:+1",
                "host:65536",
                "host:4294967295",
                "host:99999999999",
                "host: 1",
                "::1",
                "a:b:c",
                "[::1",
                "[]",
                "[]:1",
                "[::1]x",
                "[::1]x:1",
                "[::1]:")) {
            assertThrows(IllegalArgumentException.class, () -> endpoint(text), text);
        }
    }
}
