package org.sluice.itest.wan;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * Packets that do not get through: those of a protocol, to or from a port.
 *
 * @param protocol its number in a packet of IP
 * @param port 0 for all
 */
public record Blocked(int protocol, int port) {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private static final int IPV6_HEADER = 40;

    /** As it is written: {@code udp}, {@code tcp:22}, {@code icmp}. */
    public static Blocked parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(":", 2);
        int protocol = switch (parts[0]) {
            case "icmp" -> ICMP;
            case "tcp" -> TCP;
            case "udp" -> UDP;
            default -> throw new IllegalArgumentException("not udp, tcp or icmp: " + parts[0]);
        };
        return new Blocked(protocol, parts.length == 1 ? 0 : Integer.parseUnsignedInt(parts[1]));
    }

    /** Whether this keeps a packet back, which lies somewhere in memory. Fragments have no ports but in the first. */
    boolean stops(MemorySegment memory, long packet, int length) {
        if (length < IPV6_HEADER / 2) {
            return false;
        }
        boolean six = (memory.get(JAVA_BYTE, packet) & 0xf0) == 0x60;
        int carried = memory.get(JAVA_BYTE, packet + (six ? 6 : 9)) & 0xff;
        if (carried != protocol) {
            return false;
        }
        int header = six ? IPV6_HEADER : (memory.get(JAVA_BYTE, packet) & 0x0f) * 4;
        return port == 0
                || length >= header + 4
                        && (number(memory, packet + header) == port || number(memory, packet + header + 2) == port);
    }

    private static int number(MemorySegment memory, long at) {
        return (memory.get(JAVA_BYTE, at) & 0xff) << 8 | memory.get(JAVA_BYTE, at + 1) & 0xff;
    }

    @Override
    public String toString() {
        String name = switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            default -> Integer.toString(protocol);
        };
        return port == 0 ? name : name + ":" + port;
    }
}
