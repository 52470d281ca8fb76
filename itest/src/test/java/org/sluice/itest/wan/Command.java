package org.sluice.itest.wan;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The network by hand; {@code itest/wan} runs it. */
final class Command {

    private static final String HELP = """
            A wide network on this machine, between a near side and a far one (root, Linux).

              itest/wan [SETTING...] [--far COMMAND] [-- COMMAND...]
                  makes the network and runs COMMAND at the near side, a shell when there is none; what --far says runs
                  at the far side meanwhile, by a shell. When COMMAND ends, the network goes, and its exit code stays.
              itest/wan near|far COMMAND...
                  runs COMMAND at one side of the network that is there: "itest/wan far bash" in a second terminal
              itest/wan set SETTING VALUE
                  changes the network that is there
              itest/wan show
                  says how it is, and what became of all packets so far

            Near is %s, far is %s. Settings, each way:

              --rtt 50ms         the way there and back (0ms)
              --rate 100mbit     bits of IP in a second, "unlimited" without bound (unlimited)
              --queue 50ms       how long a packet waits for its turn before it is dropped instead (50ms)
              --loss 1%%          packets that vanish (0%%)
              --reorder 1%%       packets that later ones overtake, within 3 ms (0%%)
              --path-mtu 1400    longer packets vanish, and nobody is told
              --block udp        what gets through no more: udp, tcp:22, icmp, several with commas, or "nothing"

            Only at the beginning:

              --mtu 1500         of the devices at both sides (1500)
              --seed 1           of what is lost and overtaken (1)
              --name wan         of the network, when there is to be more than one (wan); also before near, far, set, show

            For one:  itest/wan --rtt 50ms --rate 100mbit --loss 1%% --far 'iperf3 -s -1' -- iperf3 -c %s -C bbr
            """.formatted(Wan.NEAR_ADDRESS, Wan.FAR_ADDRESS, Wan.FAR_ADDRESS);

    private String name = "wan";
    private Shape shape = Shape.NONE;
    private int mtu = 1500;
    private long seed = 1;
    private List<String> far = List.of();

    private Command() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(new Command().run(new ArrayDeque<>(Arrays.asList(arguments))));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("wan: " + e.getMessage());
            System.exit(1);
        }
    }

    private int run(Deque<String> words) throws IOException, InterruptedException {
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--help", "-h" -> {
                    System.out.print(HELP);
                    return 0;
                }
                case "--mtu" -> mtu = Integer.parseInt(value(word, words));
                case "--seed" -> seed = Long.parseLong(value(word, words));
                case "--name" -> name = value(word, words);
                case "--far" -> far = List.of("sh", "-c", value(word, words));
                case "--" -> {
                    return between(List.copyOf(words));
                }
                case "near" -> {
                    return started(Wan.in(Wan.nearNamespace(name), List.copyOf(words)))
                            .waitFor();
                }
                case "far" -> {
                    return started(Wan.in(Wan.farNamespace(name), List.copyOf(words)))
                            .waitFor();
                }
                case "set", "show" -> {
                    System.out.println(Control.ask(name, word + " " + String.join(" ", words)));
                    return 0;
                }
                default -> {
                    if (!word.startsWith("--")) {
                        throw new IllegalArgumentException(word + "? itest/wan --help says what there is");
                    }
                    shape = shape.with(word.substring(2), value(word, words));
                }
            }
        }
        return between(List.of());
    }

    private static String value(String word, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(word + " is without its value");
        }
        return words.pop();
    }

    private int between(List<String> command) throws IOException, InterruptedException {
        if (isThere()) {
            throw new IOException("the network " + name + " is there already; --name makes another");
        }
        Wan.clear(name);
        Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(open)));
        try {
            Wan wan = Wan.open(name, shape, mtu, seed);
            open.push(wan);
            open.push(new Control(wan, name));
            if (!far.isEmpty()) {
                Process process = started(wan.far(far.toArray(String[]::new)));
                open.push(() -> end(process));
            }
            String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
            Process near = started(wan.near((command.isEmpty() ? List.of(shell) : command).toArray(String[]::new)));
            open.push(() -> end(near));
            int code = near.waitFor();
            System.err.println(wan);
            return code;
        } finally {
            close(open);
        }
    }

    private static void close(Deque<AutoCloseable> open) {
        for (AutoCloseable last = open.poll(); last != null; last = open.poll()) {
            try {
                last.close();
            } catch (Exception e) {
                System.err.println("wan: " + e.getMessage());
            }
        }
    }

    private boolean isThere() {
        try {
            Control.ask(name, "show");
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private static Process started(List<String> command) throws IOException {
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
