package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sluice.itest.wan.Wan;

/** Two peers with a wide network between them, both running: one serves at the far side, the other is a shell at the near side. */
final class Peers implements AutoCloseable {

    private final Process serving;
    private final RunningSluice running;
    private final String address;

    /**
     * Starts them.
     *
     * @param home of both
     * @param environment of both
     * @param before commands that are run at the shell's home before it starts
     */
    Peers(Path sluice, Path home, Wan wan, String share, Map<String, String> environment, List<List<String>> before)
            throws Exception {
        serving = Serving.start(sluice, home, wan.far(), Wan.FAR_ADDRESS + ":0", share, environment);
        address = serving.inputReader().readLine().replaceFirst("listening on ", "");
        for (List<String> command : before) {
            Commands.run(Commands.line(List.of(sluice.toString()), command), Map.of("SLUICE_HOME", home.toString()));
        }
        running = new RunningSluice(wan.near(sluice.toString()), home, environment);
    }

    /** As in {@code location("in/photos")}. */
    String location(String path) {
        return address + ":/" + path;
    }

    /** Runs a command of the shell to its end; what it said at the end. */
    String say(String command) throws IOException {
        return running.say(command);
    }

    /** Processor time of both so far, in seconds. */
    double cpu() throws IOException {
        return running.cpu() + Cpu.own(serving.pid());
    }

    @Override
    public void close() throws IOException {
        running.close();
        serving.destroy();
        serving.onExit().join();
    }
}
