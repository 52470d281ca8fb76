package org.sluice.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sluice.plugin.Plugins;
import org.sluice.shell.verb.Interpreter;

/**
 * Runs the verb of the command line. The launcher offers the arguments as a service, which is called with the exit code;
 * when it takes the service back, the verb ends before its time.
 */
@Component(service = {})
public final class OneShot {

    private static final String ARGUMENTS = "sluice.arguments";

    /** A transfer ends at once; a second process is waited for. */
    private static final Duration TO_END = Duration.ofSeconds(25);

    private final Thread thread;

    /** Starts the verb on a thread of its own, when all plugins are there. */
    @Activate
    public OneShot(
            BundleContext context,
            @Reference Plugins plugins,
            @Reference(target = "(" + ARGUMENTS + "=*)") Map.Entry<Map<String, Object>, IntConsumer> commandLine) {
        List<String> words = List.of((String[]) commandLine.getKey().get(ARGUMENTS));
        IntConsumer exit = commandLine.getValue();
        thread = new Thread(() -> run(context, words, exit), "verb");
        thread.start();
    }

    private static void run(BundleContext context, List<String> words, IntConsumer exit) {
        int code = Interpreter.BROKEN;
        try (FrameworkServices services = new FrameworkServices(context)) {
            code = new Interpreter(SystemConsole.create(), services).run(words);
        } finally {
            exit.accept(code);
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.interrupt();
        thread.join(TO_END);
    }
}
