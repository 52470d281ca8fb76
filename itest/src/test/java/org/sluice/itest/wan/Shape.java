package org.sluice.itest.wan;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the network does to packets, each way.
 *
 * @param delay nanoseconds that a packet is on its way: half of a round trip
 * @param rate bits a second, of IP; 0 for as fast as it goes
 * @param queue nanoseconds that a packet waits for its turn at most; what would wait longer is dropped
 * @param loss the share of packets that vanish, 0 to 1
 * @param reorder the share of packets that later ones overtake, 0 to 1
 * @param pathMtu bytes of the longest packet that gets through; longer ones vanish, and nobody is told
 * @param blocked what does not get through at all
 */
public record Shape(
        long delay, long rate, long queue, double loss, double reorder, int pathMtu, List<Blocked> blocked) {

    /** A network that does nothing. */
    public static final Shape NONE = new Shape(0, 0, 50_000_000, 0, 0, Tun.LONGEST_PACKET, List.of());

    /** The settings' names, as {@link #with} takes them. */
    public static final List<String> SETTINGS = List.of("rtt", "rate", "queue", "loss", "reorder", "path-mtu", "block");

    public Shape {
        if (delay < 0 || rate < 0 || queue < 0 || loss < 0 || loss > 1 || reorder < 0 || reorder > 1 || pathMtu < 68) {
            throw new IllegalArgumentException("no network is like that");
        }
        blocked = List.copyOf(blocked);
    }

    /** The same but for one setting, as it is written on a command line: {@code with("rtt", "50ms")}. */
    public Shape with(String setting, String value) {
        String text = value.toLowerCase(Locale.ROOT);
        return switch (setting) {
            case "rtt" -> new Shape(nanos(text) / 2, rate, queue, loss, reorder, pathMtu, blocked);
            case "rate" -> new Shape(delay, bits(text), queue, loss, reorder, pathMtu, blocked);
            case "queue" -> new Shape(delay, rate, nanos(text), loss, reorder, pathMtu, blocked);
            case "loss" -> new Shape(delay, rate, queue, share(text), reorder, pathMtu, blocked);
            case "reorder" -> new Shape(delay, rate, queue, loss, share(text), pathMtu, blocked);
            case "path-mtu" -> new Shape(delay, rate, queue, loss, reorder, Integer.parseInt(text), blocked);
            case "block" -> new Shape(delay, rate, queue, loss, reorder, pathMtu, blocked(text));
            default ->
                throw new IllegalArgumentException(
                        "no setting " + setting + "; there are " + String.join(", ", SETTINGS));
        };
    }

    private static long nanos(String text) {
        if (text.endsWith("us")) {
            return Math.round(number(text, "us") * 1e3);
        }
        if (text.endsWith("ms")) {
            return Math.round(number(text, "ms") * 1e6);
        }
        return Math.round(number(text, "s") * 1e9);
    }

    private static long bits(String text) {
        if (text.equals("unlimited")) {
            return 0;
        }
        if (text.endsWith("gbit")) {
            return Math.round(number(text, "gbit") * 1e9);
        }
        if (text.endsWith("kbit")) {
            return Math.round(number(text, "kbit") * 1e3);
        }
        return Math.round(number(text, "mbit") * 1e6);
    }

    private static double share(String text) {
        return number(text, "%") / 100;
    }

    private static double number(String text, String unit) {
        if (!text.endsWith(unit)) {
            throw new IllegalArgumentException(text + " is without its unit; 50ms, 100mbit and 1% are with it");
        }
        return Double.parseDouble(text.substring(0, text.length() - unit.length()));
    }

    private static List<Blocked> blocked(String text) {
        return text.equals("nothing")
                ? List.of()
                : Arrays.stream(text.split(",")).map(Blocked::parse).toList();
    }

    /** How long a packet keeps the line busy. */
    long nanosFor(int length) {
        return rate == 0 ? 0 : length * 8_000_000_000L / rate;
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                "rtt " + plain(2 * delay / 1e6) + "ms",
                "rate " + (rate == 0 ? "unlimited" : plain(rate / 1e6) + "mbit"),
                "queue " + plain(queue / 1e6) + "ms",
                "loss " + plain(loss * 100) + "%",
                "reorder " + plain(reorder * 100) + "%",
                "path-mtu " + pathMtu,
                "block " + (blocked.isEmpty() ? "nothing" : commas(blocked)));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String commas(List<Blocked> blocked) {
        return blocked.stream().map(Blocked::toString).collect(Collectors.joining(","));
    }
}
