import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Gives a fuzz target every input of a folder, again. Arguments: its class, the folder. */
final class Replay {

    private Replay() {}

    public static void main(String[] arguments) throws Exception {
        Method target = Class.forName(arguments[0]).getMethod("fuzzerTestOneInput", byte[].class);
        List<Path> inputs;
        try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
            inputs = files.filter(Files::isRegularFile).toList();
        }
        for (Path input : inputs) {
            target.invoke(null, (Object) Files.readAllBytes(input));
        }
        System.out.println("replayed " + inputs.size() + " inputs with " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB of heap at most");
        System.exit(0);
    }
}
