package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A contract run against one provider, right or wrong: which of its sentences held, and which failed and why.
 *
 * <p>A sentence is the name of a test method; one that is run several times fails when one of the runs does. What fails
 * outside any test method is called by the class's name.
 *
 * @param held the sentences that held; those that do not apply are in neither
 * @param failed the others, each with what it threw
 */
public record ContractRun(Set<String> held, Map<String, Throwable> failed) {

    /** Runs {@code provider}, a class that extends a contract. A test that hangs fails after 20 s. */
    public static ContractRun of(Class<?> provider) {
        return of(provider, Map.of(), test -> FilterResult.included("all are"));
    }

    /** As {@link #of(Class)}, only the sentences that stand in the contract's class of this simple name. */
    public static ContractRun of(Class<?> provider, String rules) {
        return of(provider, Map.of(), of(rules));
    }

    /**
     * As {@link #of(Class, String)}, in a directory of the caller's, and so on its file system.
     *
     * @param directory to make the tests' own directories in; one run at a time has one
     */
    public static ContractRun in(Path directory, Class<?> provider, String rules) {
        TemporaryDirectories.place = Optional.of(directory);
        try {
            return of(
                    provider,
                    Map.of("junit.jupiter.tempdir.factory.default", TemporaryDirectories.class.getName()),
                    of(rules));
        } finally {
            TemporaryDirectories.place = Optional.empty();
        }
    }

    /** Made where a run is told to. */
    static final class TemporaryDirectories implements TempDirFactory {

        private static volatile Optional<Path> place = Optional.empty();

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(place.orElseThrow(), "contract-");
        }
    }

    private static PostDiscoveryFilter of(String rules) {
        return test -> FilterResult.includedIf(!(test.getSource().orElse(null) instanceof MethodSource method)
                || method.getJavaMethod().getDeclaringClass().getSimpleName().equals(rules));
    }

    /** As {@link #of(Class)}, but side by side: what waits, waits together. Those tagged {@code alone} run one by one. */
    public static ContractRun together(Class<?> provider) {
        ContractRun alone = of(provider, Map.of(), includeTags("alone"));
        ContractRun beside = of(
                provider,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "8"),
                excludeTags("alone"));
        beside.held.addAll(alone.held);
        beside.failed.putAll(alone.failed);
        return beside;
    }

    private static ContractRun of(Class<?> provider, Map<String, String> parameters, PostDiscoveryFilter filter) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(provider))
                .filters(filter)
                .configurationParameter("junit.jupiter.execution.timeout.default", "20 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .configurationParameters(parameters)
                .build();
        Listener listener = new Listener();
        LauncherFactory.create().execute(request, listener);
        listener.held.removeAll(listener.failed.keySet());
        return new ContractRun(new TreeSet<>(listener.held), new TreeMap<>(listener.failed));
    }

    /** Asserts that these sentences failed and every other one held. */
    public void failsExactly(String... sentences) {
        assertEquals(new TreeSet<>(Set.of(sentences)), failed.keySet(), failed::toString);
    }

    /** Asserts that every sentence held, and that there was one. */
    public void holds() {
        assertEquals(Set.of(), failed.keySet(), failed::toString);
        assertFalse(held.isEmpty(), "the contract has no sentences");
    }

    private static final class Listener implements TestExecutionListener {

        private final Set<String> held = new ConcurrentSkipListSet<>();
        private final Map<String, Throwable> failed = new ConcurrentSkipListMap<>();
        private Optional<TestPlan> plan = Optional.empty();

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = Optional.of(started);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    if (test.isTest()) held.add(sentence(test));
                }
                case FAILED ->
                    failed.putIfAbsent(sentence(test), result.getThrowable().orElseThrow());
                case ABORTED -> {}
            }
        }

        /** A run of a repeated or parameterised test is told from its siblings by a parent of the method's name. */
        private String sentence(TestIdentifier test) {
            if (test.getSource().orElse(null) instanceof MethodSource method) return method.getMethodName();
            return plan.flatMap(known -> known.getParent(test))
                    .filter(parent -> parent.getSource().orElse(null) instanceof MethodSource)
                    .map(this::sentence)
                    .orElse(test.getDisplayName());
        }
    }
}
