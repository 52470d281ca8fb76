package org.sluice.itest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.wrong.Way;
import org.sluice.itest.wrong.Wrong;
import org.sluice.tck.MemoryTransport;

/** {@code sluice plugin check} says of each plugin that goes wrong what it does wrong, by the name of the sentence. */
class PluginCheckIT {

    private static final Pattern SENTENCE =
            Pattern.compile("\"sentence\":\"(\\w+)\",\"fate\":\"failed\",\"reason\":\"([^\"]*)\"");

    /** What the wrong transports are made of: a right one. */
    private static final List<String> MEMORY =
            List.of("MemoryTransport", "MemoryListener", "MemoryConnection", "MemoryStream", "Pipe", "Arrivals");

    /** What takes longest comes first. */
    private static final List<Way> BY_TIME = Stream.concat(
                    Stream.of(Way.OUTLIVES_ITS_BUNDLE, Way.PINS, Way.HANGS, Way.LEAKS_THREAD), Stream.of(Way.values()))
            .distinct()
            .toList();

    /** Side by side, since most of it waits. */
    private static final ExecutorService CHECKS = Executors.newFixedThreadPool(4);

    @TempDir
    private static Path folder;

    private static final Map<Way, Future<Sluice.Result>> CHECKED = new EnumMap<>(Way.class);

    private static Future<Sluice.Result> forPeople;
    private static Future<Sluice.Result> cut;

    @BeforeAll
    static void all_are_being_checked() {
        for (Way way : BY_TIME) {
            CHECKED.put(way, CHECKS.submit(() -> check(way, "--json")));
        }
        forPeople = CHECKS.submit(() -> check(Way.CORRUPTS));
        cut = CHECKS.submit(() -> check(Way.HANGS, "--json", "--seconds", "20"));
    }

    @AfterAll
    static void none_is_any_more() {
        CHECKS.shutdownNow();
    }

    private static Path plugin(Way way) throws IOException, URISyntaxException {
        Path made = Files.createTempFile(folder, way + "-", ".jar");
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "org.example.wrong");
        headers.putValue("Bundle-Activator", Wrong.class.getName());
        headers.putValue("Wrong", way.name());
        headers.putValue("Import-Package", "org.osgi.framework,org.sluice.chunk,org.sluice.data,org.sluice.transport");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(made), manifest);
                Stream<Path> wrong =
                        Files.list(Path.of(Wrong.class.getResource("").toURI()))) {
            for (Path each : wrong.toList()) {
                add(jar, Wrong.class, each.getFileName().toString());
            }
            for (String each : MEMORY) {
                add(jar, MemoryTransport.class, each + ".class");
            }
        }
        return made;
    }

    /** A compiled class beside another. */
    private static void add(JarOutputStream jar, Class<?> beside, String name) throws IOException {
        jar.putNextEntry(new JarEntry(beside.getPackageName().replace('.', '/') + "/" + name));
        try (InputStream compiled = beside.getResourceAsStream(name)) {
            requireNonNull(compiled, name).transferTo(jar);
        }
    }

    private static Sluice.Result check(Way way, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("plugin", "check"));
        command.addAll(List.of(options));
        command.add(plugin(way).toString());
        Sluice sluice = way == Way.PINS || way == Way.OUTLIVES_ITS_BUNDLE ? patient() : hasty();
        return sluice.runLong(command.toArray(String[]::new));
    }

    private static Sluice.Result checked(Way way) throws Exception {
        return CHECKED.get(way).get();
    }

    /** Whose plugins are given as long as by default; what runs once is not worth the optimizing compiler. */
    private static Sluice patient() {
        return new Sluice(folder.resolve("home")).with("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    }

    /** As the other, but what never comes is not waited for as long: that hashing waits for nothing is certain. */
    private static Sluice hasty() {
        return new Sluice(folder.resolve("home"))
                .with("JAVA_TOOL_OPTIONS", "-Dorg.sluice.tck.patience=10 -XX:TieredStopAtLevel=1");
    }

    private static Set<String> failed(Sluice.Result result) {
        Set<String> failed = new TreeSet<>();
        Matcher sentence = SENTENCE.matcher(result.out());
        while (sentence.find()) {
            failed.add(sentence.group(1));
        }
        return failed;
    }

    /** Exactly these, and one of them for this reason. */
    private static void fails(Way way, String reason, String... sentences) throws Exception {
        Sluice.Result result = checked(way);

        assertEquals(Set.of(sentences), failed(result), result::toString);
        assertEquals(23, result.code(), result::toString);
        assertTrue(result.out().contains(reason), result::toString);
    }

    @Test
    void one_that_keeps_its_contract_and_leaves_nothing_behind_holds() throws Exception {
        Sluice.Result result = checked(Way.NONE);

        assertEquals(Set.of(), failed(result), result::toString);
        assertEquals(0, result.code(), result::toString);
        assertTrue(
                result.out().contains("\"sentence\":\"its_class_loader_is_collected\",\"fate\":\"held\""),
                result::toString);
        assertTrue(result.out().contains("\"service\":\"Hasher sha256\""), result::toString);
    }

    @Test
    void people_are_told_group_by_group() throws Exception {
        Sluice.Result result = forPeople.get();

        assertEquals(23, result.code(), result::toString);
        assertTrue(result.out().contains("Hasher sha256\n"), result::toString);
        assertTrue(result.out().contains("    FAILED  every_bit_counts: "), result::toString);
    }

    @Test
    void one_that_does_not_start_is_named() throws Exception {
        fails(Way.DOES_NOT_START, "no hashing today", "it_is_installed_and_started");
    }

    @Test
    void one_that_provides_nothing_is_named() throws Exception {
        fails(Way.PROVIDES_NOTHING, "Transport", "it_registers_a_service_that_has_a_contract");
    }

    @Test
    void one_that_throws_is_named() throws Exception {
        fails(Way.THROWS, "nothing cannot be hashed", "no_bytes_at_all_have_a_hash", "the_length_counts_even_of_zeros");
    }

    @Test
    void one_that_hangs_is_named() throws Exception {
        fails(Way.HANGS, "timed out after", "a_digest_finishes_once", "its_class_loader_is_collected");
    }

    @Test
    void one_that_hangs_is_ended_when_the_time_is_over() throws Exception {
        Sluice.Result result = cut.get();

        assertEquals(23, result.code(), result::toString);
        assertTrue(result.out().contains("the process was ended after 20 s"), result::toString);
    }

    @Test
    void one_that_ends_the_process_is_named() throws Exception {
        Sluice.Result result = checked(Way.EXITS);

        assertEquals(23, result.code(), result::toString);
        assertTrue(result.out().contains("the process ended with exit code 7"), result::toString);
        assertEquals(1, failed(result).size(), result::toString);
    }

    @Test
    void one_that_corrupts_is_named() throws Exception {
        fails(
                Way.CORRUPTS,
                "a bit of byte 300000 is flipped",
                "data_may_be_reused_as_soon_as_it_is_taken",
                "digests_of_one_hasher_do_not_meet",
                "equal_bytes_have_equal_hashes_however_they_are_split",
                "every_bit_counts",
                "the_length_counts_even_of_zeros");
    }

    @Test
    void one_that_is_too_slow_is_named_and_so_is_how_fast_it_is() throws Exception {
        fails(Way.CRAWLS, "KiB a second", "it_hashes_20_MiB_a_second");
    }

    @Test
    void one_that_leaks_a_descriptor_is_named() throws Exception {
        fails(Way.LEAKS_DESCRIPTOR, "/dev/zero", "no_descriptor_of_it_stays");
    }

    @Test
    void one_that_leaks_a_thread_is_named_and_so_is_its_class_loader() throws Exception {
        fails(Way.LEAKS_THREAD, "wrong-for-good", "no_thread_of_it_stays", "its_class_loader_is_collected");
    }

    @Test
    void one_that_leaks_its_class_loader_is_named() throws Exception {
        fails(Way.LEAKS_CLASS_LOADER, "refers to its classes", "its_class_loader_is_collected");
    }

    @Test
    void one_that_leaks_direct_memory_is_named() throws Exception {
        fails(Way.LEAKS_DIRECT_MEMORY, "64 MiB more than before", "its_direct_memory_is_given_back");
    }

    @Test
    void one_that_pins_carriers_is_named_and_so_is_where() throws Exception {
        fails(
                Way.PINS,
                "org.sluice.tck.Pipe.await waited for",
                "hundreds_of_parked_receivers_leave_every_other_virtual_thread_running",
                "no_call_that_waits_pins_its_carrier");
    }

    @Test
    void one_whose_calls_outlive_their_bundle_is_named() throws Exception {
        fails(
                Way.OUTLIVES_ITS_BUNDLE,
                "accept of the listener has not returned within 20 s",
                "every_call_ends_when_the_bundle_is_stopped_in_full_use",
                "no_descriptor_of_it_stays",
                "its_class_loader_is_collected");
    }
}
