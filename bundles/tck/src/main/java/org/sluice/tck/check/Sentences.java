package org.sluice.tck.check;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.sluice.tck.check.Told.Fate;

/**
 * Runs the sentences of a contract one after the other and tells what becomes of each. It keeps nothing of what is thrown: that would
 * keep the plugin's classes.
 */
final class Sentences implements TestExecutionListener {

    private final Told told;
    private final Set<String> failed = new HashSet<>();
    private Optional<TestPlan> plan = Optional.empty();

    private Sentences(Told told) {
        this.told = told;
    }

    static void of(Class<?> contract, Told told) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .configurationParameter("junit.jupiter.execution.timeout.default", Limits.SENTENCE + " s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
        LauncherFactory.create().execute(request, new Sentences(told));
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        method(test).filter(_ -> test.isTest()).ifPresent(method -> tell(Fate.BEGUN, method, ""));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        method(test).ifPresent(method -> tell(Fate.UNCLAIMED, method, reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Optional<Method> method = method(test);
        String why = result.getThrowable().map(Sentences::words).orElse("");
        if (method.isEmpty()) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                told.sentence(Fate.FAILED, "contract", "it_can_be_prepared", why);
            }
            return;
        }
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest() && !failed.contains(method.get().getName())) {
                    tell(Fate.HELD, method.get(), "");
                }
            }
            case FAILED -> {
                failed.add(method.get().getName());
                tell(Fate.FAILED, method.get(), why);
            }
            case ABORTED -> tell(Fate.UNCLAIMED, method.get(), why);
        }
    }

    /** Where it comes from, too: of a thing that goes wrong within the plugin its name is the best hint. */
    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof AssertionError && message != null || isAssumption(thrown)
                ? String.valueOf(message)
                : thrown.toString();
    }

    private static boolean isAssumption(Throwable thrown) {
        return thrown.getClass().getSimpleName().equals("TestAbortedException");
    }

    private void tell(Fate fate, Method method, String why) {
        told.sentence(fate, group(method.getDeclaringClass().getSimpleName()), method.getName(), why);
    }

    /** {@code TransportTrustRules}: trust. */
    private static String group(String rules) {
        String[] words = rules.split("(?=[A-Z])");
        String last = words[words.length - 1];
        return words.length > 2 && last.equals("Rules")
                ? words[words.length - 2].toLowerCase(java.util.Locale.ROOT)
                : "contract";
    }

    /** A run of a repeated or parameterised sentence has its method from its parent. */
    private Optional<Method> method(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof MethodSource method) {
            return Optional.of(method.getJavaMethod());
        }
        return plan.flatMap(known -> known.getParent(test)).flatMap(this::method);
    }
}
