package org.sluice.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.itest.bench.TwoNamespaces;

/**
 * A slow cable between two network namespaces that can be cut, so that nobody is told: packets vanish at both ends. Needs the
 * superuser, and nftables.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ss.8.html">ss(8), for what sockets have received</a>
 */
final class Cable implements AutoCloseable {

    private static final String CUT = """
            table inet cut {
              chain in {
                type filter hook input priority 0; policy accept;
                iifname "cable" drop
              }
            }
            """;

    private static final String ONE_CONNECTION = """
            table inet cut {
              chain in {
                type filter hook input priority 0; policy accept;
                iifname "cable" meta l4proto tcp ct state new ct count over 1 %s
              }
            }
            """;

    private static final String SOME = """
            table inet cut {
              chain in {
                type filter hook input priority 0; policy accept;
                iifname "cable" tcp sport { %s } drop
                iifname "cable" tcp dport { %s } drop
              }
            }
            """;

    /** State, bytes that nobody has read yet, those to send, two addresses, and much else. */
    private static final Pattern RECEIVED =
            Pattern.compile("^\\S+\\s+(\\d+)\\s+\\d+\\s+(\\S+\\s+\\S+)\\s.*\\bbytes_received:(\\d+)");

    /** The same, and what the peer has acknowledged. */
    private static final Pattern CARRIED = Pattern.compile(
            "^\\S+\\s+(\\d+)\\s+\\d+\\s+(\\S+\\s+\\S+)\\s.*\\bbytes_acked:(\\d+).*\\bbytes_received:(\\d+)");

    private final TwoNamespaces ends;

    /** @param rate as tc has it: {@code 100mbit} */
    Cable(String rate) throws IOException, InterruptedException {
        ends = new TwoNamespaces(rate);
        try {
            for (List<String> end : List.of(ends.near(), ends.far())) {
                run(end, "", "nft", "list", "tables");
            }
        } catch (IOException | InterruptedException e) {
            ends.close();
            throw e;
        }
    }

    /** A user whose commands run at the near end. */
    Sluice near(Sluice user) {
        return user.by(ends.near().toArray(String[]::new));
    }

    /** A user whose commands run at the far end, at {@link TwoNamespaces#FAR_ADDRESS}. */
    Sluice far(Sluice user) {
        return user.by(ends.far().toArray(String[]::new));
    }

    void cut() throws IOException, InterruptedException {
        for (List<String> end : List.of(ends.near(), ends.far())) {
            run(end, CUT, "nft", "-f", "-");
        }
    }

    /** Lets through one connection of TCP, and does to others what nft has a word for: {@code drop}. */
    void allowOneConnection(String otherwise) throws IOException, InterruptedException {
        run(ends.far(), ONE_CONNECTION.formatted(otherwise), "nft", "-f", "-");
    }

    /** Lets nothing through any more of the sockets that {@link #taken} names so, without a word. */
    void cut(Collection<String> sockets) throws IOException, InterruptedException {
        String ports = sockets.stream()
                .map(addresses -> addresses.substring(addresses.lastIndexOf(':') + 1))
                .collect(Collectors.joining(", "));
        for (List<String> end : List.of(ends.near(), ends.far())) {
            run(end, SOME.formatted(ports, ports), "nft", "-f", "-");
        }
    }

    void mend() throws IOException, InterruptedException {
        for (List<String> end : List.of(ends.near(), ends.far())) {
            run(end, "", "nft", "delete", "table", "inet", "cut");
        }
    }

    /** How many bytes processes at the far end have read from each socket that is open now, by its addresses. */
    Map<String, Long> taken() {
        return sockets(RECEIVED, found -> Long.parseLong(found.group(3)) - Long.parseLong(found.group(1)));
    }

    /** How many bytes have gone by each socket that is open now, either way, by its addresses. */
    Map<String, Long> carried() {
        return sockets(CARRIED, found -> Long.parseLong(found.group(3)) + Long.parseLong(found.group(4)));
    }

    private Map<String, Long> sockets(Pattern pattern, ToLongFunction<Matcher> bytes) {
        Map<String, Long> sockets = new HashMap<>();
        try {
            for (String socket : run(ends.far(), "", "ss", "-tinOH").lines().toList()) {
                Matcher found = pattern.matcher(socket);
                if (found.find()) {
                    sockets.put(found.group(2), bytes.applyAsLong(found));
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return sockets;
    }

    private static String run(List<String> before, String input, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(before);
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() {
        ends.close();
    }
}
