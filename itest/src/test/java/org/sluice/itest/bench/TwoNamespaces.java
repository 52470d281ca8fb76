package org.sluice.itest.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two network namespaces with a cable between them that carries no more than so much each way. Needs the superuser.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/tc-tbf.8.html">tc-tbf(8)</a>
 */
public final class TwoNamespaces implements AutoCloseable {

    /** Of the far end. */
    public static final String FAR_ADDRESS = "10.207.31.2";

    private static final Pattern SENT = Pattern.compile("\"tx\":\\s*\\{\\s*\"bytes\":\\s*(\\d+)");
    private static final String NEAR_ADDRESS = "10.207.31.1";

    private final String near = "sluice-near-" + ProcessHandle.current().pid();
    private final String far = "sluice-far-" + ProcessHandle.current().pid();

    /** @param rate as tc has it: {@code 100mbit} */
    public TwoNamespaces(String rate) throws IOException, InterruptedException {
        try {
            ip("netns add " + near);
            ip("netns add " + far);
            ip("-n " + near + " link add cable type veth peer name cable netns " + far);
            end(near, NEAR_ADDRESS, rate);
            end(far, FAR_ADDRESS, rate);
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static void end(String namespace, String address, String rate) throws IOException, InterruptedException {
        ip("-n " + namespace + " address add " + address + "/24 dev cable");
        ip("-n " + namespace + " link set cable up");
        ip("-n " + namespace + " link set lo up");
        // A bucket of 64 KiB, and a queue of 50 ms as routers have it.
        run("tc -n " + namespace + " qdisc add dev cable root tbf rate " + rate + " burst 64kb latency 50ms");
    }

    /** What a command begins with that is run at the near end. */
    public List<String> near() {
        return List.of("ip", "netns", "exec", near);
    }

    /** What a command begins with that is run at the far end. */
    public List<String> far() {
        return List.of("ip", "netns", "exec", far);
    }

    /** Bytes that have left the near end so far, headers included. */
    long sent() throws IOException, InterruptedException {
        Matcher sent = SENT.matcher(run("ip -n " + near + " -j -s link show dev cable"));
        if (!sent.find()) {
            throw new IOException("nobody counts what is sent");
        }
        return Long.parseLong(sent.group(1));
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        run("ip " + arguments);
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + ": " + said);
        }
        return said;
    }

    /** The cable goes with its ends. */
    @Override
    public void close() {
        for (String namespace : List.of(near, far)) {
            try {
                ip("netns delete " + namespace);
            } catch (IOException | InterruptedException e) {
                // It was never made, or somebody else took it away.
            }
        }
    }
}
