package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** In a real framework, where the test does what the shell's bundle does. */
class FrontTest {

    private static final String[] ARGUMENTS = {"push", "-P", "a b", "*"};

    @TempDir
    Path directory;

    private Framework framework;
    private BundleContext context;
    private BundleCache cache;

    @BeforeEach
    void start() throws Exception {
        cache = BundleCache.open(directory);
        framework = new FrameworkFactory()
                .newFramework(
                        Map.of(Constants.FRAMEWORK_STORAGE, cache.storage().toString()));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }

    private ServiceReference<IntConsumer> offered() {
        return context.getServiceReference(IntConsumer.class);
    }

    @Test
    void the_arguments_are_offered_as_they_were_typed() {
        new OneShot(context, ARGUMENTS);

        assertArrayEquals(ARGUMENTS, (String[]) offered().getProperty(OneShot.ARGUMENTS));
    }

    @Test
    void the_exit_code_is_what_the_verb_answers() throws Exception {
        OneShot front = new OneShot(context, ARGUMENTS);

        Thread.ofVirtual().start(() -> context.getService(offered()).accept(23));

        assertEquals(23, front.await());
    }

    @Test
    void a_verb_is_told_to_end_by_taking_its_arguments_back_and_still_answers() throws Exception {
        OneShot front = new OneShot(context, ARGUMENTS);
        IntConsumer exit = context.getService(offered());
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                Thread.ofVirtual().start(() -> exit.accept(0));
            }
        });

        assertEquals(0, front.cancel());
    }

    @Test
    void what_nobody_has_taken_is_cancelled_at_once() throws Exception {
        assertEquals(20, new OneShot(context, ARGUMENTS).cancel());
    }

    @Test
    void an_end_comes_once_and_takes_the_cache_with_it() throws Exception {
        Ending ending = new Ending(framework, cache, new Interactive(framework));

        ending.end();
        ending.end();

        assertEquals(0, new Interactive(framework).await());
        assertFalse(Files.exists(cache.storage().getParent()));
        assertThrows(IllegalStateException.class, () -> context.getBundles());
    }
}
