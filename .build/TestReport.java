import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up the reports of every module, and holds the skipped tests against the list of those that may be skipped.
 *
 * <p>Called as {@code TestReport.java FOLDER SKIPS}. Ends with the line "N passed, N failed, N skipped"; exits 1 when a
 * test failed, when none ran, or when one was skipped that the list does not name.
 */
final class TestReport {

    private record Case(String name, Outcome outcome, String message) {}

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    public static void main(String[] args) throws Exception {
        List<Case> cases = read(Path.of(args[0]));
        List<Pattern> allowed = allowed(Path.of(args[1]));

        System.out.println();
        Map<Outcome, Integer> count = new HashMap<>();
        cases.forEach(test -> count.merge(test.outcome, 1, Integer::sum));
        int failed = count.getOrDefault(Outcome.FAILED, 0);

        cases.stream()
                .filter(test -> test.outcome == Outcome.FAILED)
                .forEach(test -> System.out.println("failed: " + test.name + ": " + test.message));
        List<Case> unlisted = cases.stream()
                .filter(test -> test.outcome == Outcome.SKIPPED)
                .filter(test -> allowed.stream().noneMatch(pattern -> pattern.matcher(test.name).matches()))
                .toList();
        unlisted.forEach(test -> System.out.println(
                "skipped, but not on the list in " + args[1] + ": " + test.name + ": " + test.message));
        if (cases.isEmpty()) System.out.println("no test ran");

        System.out.printf(
                "%d passed, %d failed, %d skipped%n",
                count.getOrDefault(Outcome.PASSED, 0), failed, count.getOrDefault(Outcome.SKIPPED, 0));
        System.exit(failed > 0 || cases.isEmpty() || !unlisted.isEmpty() ? 1 : 0);
    }

    private static List<Case> read(Path folder) throws Exception {
        List<Path> reports;
        try (Stream<Path> files = Files.walk(folder)) {
            reports = files.filter(TestReport::isReport).sorted().toList();
        }
        var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        List<Case> cases = new ArrayList<>();
        for (Path report : reports) {
            NodeList tests = parser.parse(report.toFile()).getElementsByTagName("testcase");
            for (int i = 0; i < tests.getLength(); i++) cases.add(read((Element) tests.item(i)));
        }
        return cases;
    }

    private static boolean isReport(Path file) {
        return file.toString().matches(".*\\btarget\\W(surefire|failsafe)-reports\\WTEST-[^/\\\\]*[.]xml");
    }

    private static Case read(Element test) {
        String name = test.getAttribute("classname") + "#" + test.getAttribute("name");
        for (String tag : List.of("failure", "error", "skipped")) {
            NodeList found = test.getElementsByTagName(tag);
            if (found.getLength() > 0) {
                Outcome outcome = tag.equals("skipped") ? Outcome.SKIPPED : Outcome.FAILED;
                return new Case(name, outcome, message((Element) found.item(0)));
            }
        }
        return new Case(name, Outcome.PASSED, "");
    }

    private static String message(Element outcome) {
        String message = outcome.getAttribute("message");
        return (message.isEmpty() ? outcome.getTextContent() : message).lines().findFirst().orElse("");
    }

    /** One test a line: class#method, where * stands for anything; what follows the first blank is the reason. */
    private static List<Pattern> allowed(Path list) throws IOException {
        List<Pattern> allowed = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) throw new IOException(list + ": no reason given: " + line);
            // A parameterized test is listed by its method; its name goes on with the parameters.
            String name = Pattern.quote(parts[0]).replace("*", "\\E.*\\Q");
            allowed.add(Pattern.compile(name + "([({\\[].*)?", Pattern.DOTALL));
        }
        return allowed;
    }
}
