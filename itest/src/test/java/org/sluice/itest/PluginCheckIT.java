package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.wrong.Wrong;
import org.sluice.itest.wrong.Wrong.Way;

/** {@code sluice plugin check} says of each plugin that goes wrong what it does wrong, by the name of the sentence. */
class PluginCheckIT {

    private static final Pattern SENTENCE =
            Pattern.compile("\"sentence\":\"(\\w+)\",\"fate\":\"failed\",\"reason\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    private Path plugin(Way way) throws IOException {
        Path made = folder.resolve(way + ".jar");
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "org.example.wrong");
        headers.putValue("Bundle-Activator", Wrong.class.getName());
        headers.putValue("Wrong", way.name());
        headers.putValue("Import-Package", "org.osgi.framework,org.sluice.chunk");
        String place = Wrong.class.getPackageName().replace('.', '/');
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(made), manifest)) {
            for (String name : new String[] {"Wrong", "Wrong$Way", "Wrong$Sha256", "Wrong$InTheMaking", "Wrong$1"}) {
                try (InputStream compiled = Wrong.class.getResourceAsStream("/" + place + "/" + name + ".class")) {
                    if (compiled != null) {
                        jar.putNextEntry(new JarEntry(place + "/" + name + ".class"));
                        compiled.transferTo(jar);
                    }
                }
            }
        }
        return made;
    }

    private Sluice.Result checked(Way way, String... options) throws Exception {
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"plugin", "check", "--json", plugin(way).toString()}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        return new Sluice(folder.resolve("home")).runLong(command);
    }

    private static Set<String> failed(Sluice.Result result) {
        Set<String> failed = new TreeSet<>();
        Matcher sentence = SENTENCE.matcher(result.out());
        while (sentence.find()) {
            failed.add(sentence.group(1));
        }
        return failed;
    }

    private void fails(Way way, String reason, String... sentences) throws Exception {
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
        Sluice.Result result = new Sluice(folder.resolve("home"))
                .runLong("plugin", "check", plugin(Way.CORRUPTS).toString());

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
        assertTrue(failed(checked(Way.THROWS)).contains("no_bytes_at_all_have_a_hash"));
    }

    @Test
    void one_that_hangs_is_named() throws Exception {
        assertTrue(failed(checked(Way.HANGS)).contains("a_digest_finishes_once"));
    }

    @Test
    void one_that_hangs_is_ended_when_the_time_is_over() throws Exception {
        Sluice.Result result = checked(Way.HANGS, "--seconds", "20");

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
        assertTrue(failed(checked(Way.CORRUPTS)).contains("every_bit_counts"));
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
}
