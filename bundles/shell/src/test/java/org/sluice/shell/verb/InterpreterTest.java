package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferException;

class InterpreterTest {

    private final Session session = new Session();

    static List<String> verbs() {
        return Verbs.all().stream().map(Verbs.Known::name).toList();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_explains_itself_in_the_same_way_both_ways(String verb) {
        Session asked = new Session();
        String[] words = (verb + " --help").split(" ");
        assertEquals(0, session.run(words));
        assertEquals(0, asked.run(("help " + verb).split(" ")));

        assertEquals(session.out(), asked.out());
        assertTrue(session.out().startsWith("Usage: sluice " + verb), session.out());
        assertTrue(session.out().contains("--json"), session.out());
        assertEquals("", session.err());
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_refuses_an_option_it_does_not_know(String verb) {
        Verbs.Known known = Verbs.find(List.of(verb.split(" "))).orElseThrow();
        long needed = Interpreter.commandLine(verb, known.make().get()).getCommandSpec().positionalParameters().stream()
                .filter(parameter -> parameter.required())
                .count();

        assertEquals(1, session.run((verb + " --jsno" + " x".repeat((int) needed)).split(" ")));

        assertEquals(
                "sluice: " + verb + ": unknown option: '--jsno' (did you mean --json?). \"sluice " + verb
                        + " --help\" shows what there is.\n",
                session.err());
        assertEquals("", session.out());
    }

    @Test
    void help_lists_every_verb_in_a_line() {
        assertEquals(0, session.run("--help"));

        verbs().forEach(verb -> assertTrue(session.out().contains("\n  " + verb + " "), verb));
    }

    @Test
    void an_unknown_verb_is_refused_and_a_similar_one_proposed() {
        assertEquals(1, session.run("psuh", "a", "b:/c"));

        assertEquals(
                "sluice: there is no verb \"psuh\" (did you mean \"push\"?). \"sluice help\" lists the verbs.\n",
                session.err());
    }

    @Test
    void half_of_a_verb_of_two_words_is_completed() {
        assertEquals(1, session.run("share"));

        assertTrue(session.err().contains("one of: add, list, remove"), session.err());
    }

    @Test
    void an_option_before_the_verb_is_refused() {
        assertEquals(1, session.run("-P", "push"));

        assertTrue(session.err().contains("the verb comes first"), session.err());
    }

    @ParameterizedTest
    @CsvSource({
        "USAGE, 1",
        "INCOMPATIBLE, 2",
        "SELECTION, 3",
        "REFUSED, 5",
        "CONNECTION, 10",
        "FILE_IO, 11",
        "PROTOCOL, 12",
        "CANCELLED, 20",
        "TIMEOUT, 30",
        "UNREACHABLE, 35"
    })
    void every_reason_has_its_exit_code(TransferException.Reason reason, int exit) {
        session.services.failure = new TransferException(reason, "photos cannot be pushed");

        assertEquals(exit, session.run("push", "photos", "host:/in"));
        assertEquals("sluice: push: photos cannot be pushed\n", session.err());
        assertEquals("", session.out());
    }

    @Test
    void a_failure_is_one_json_object_on_standard_output() {
        session.services.failure = new TransferException(TransferException.Reason.REFUSED, "not \"trusted\"");

        assertEquals(5, session.run("push", "--json", "photos", "host:/in"));
        assertEquals(
                "{\"version\":1,\"verb\":\"push\",\"exit\":5,\"error\":{\"reason\":\"refused\","
                        + "\"message\":\"not \\\"trusted\\\"\"}}\n",
                session.out());
    }

    @Test
    void where_an_error_comes_from_is_shown_to_those_who_ask_twice() {
        session.services.failure = new TransferException(TransferException.Reason.REFUSED, "no");

        session.run("push", "-v", "photos", "host:/in");
        assertEquals("sluice: push: no\n", session.err());

        session.run("push", "-v", "-v", "photos", "host:/in");
        assertTrue(session.err().contains("at org.sluice.shell.verb"), session.err());
    }

    @Test
    void a_message_of_a_peer_cannot_move_the_cursor() {
        session.services.failure =
                new TransferException(TransferException.Reason.REFUSED, "go away\u001b[2J\nsluice: all is well");

        session.run("list", "host:/in");

        assertEquals("sluice: list: go away\\x1b[2J\\x0asluice: all is well\n", session.err());
    }

    @Test
    void what_nobody_foresaw_is_named_as_a_defect() {
        session.services.entries.add(null);

        assertEquals(Interpreter.BROKEN, session.run("list", "host:/in"));
        assertTrue(session.err().contains("a defect of Sluice"), session.err());
    }

    @Test
    void an_argument_that_looks_like_a_file_of_arguments_or_a_variable_is_none() {
        assertEquals(0, session.run("push", "@pom.xml", "${HOME}", "host:/in"));

        assertEquals("push [/there/@pom.xml, /there/${HOME}] host:/in []", session.services.calls.getFirst());
    }

    @Test
    void after_two_dashes_nothing_is_an_option() {
        assertEquals(0, session.run("push", "--", "-P", "host:/in"));

        assertEquals("push [/there/-P] host:/in []", session.services.calls.getFirst());
    }

    @Test
    void output_that_is_lost_is_a_failure() {
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        var console = new Console(
                new PrintStream(full), new PrintStream(OutputStream.nullOutputStream()), false, () -> 80, Path.of(""));

        assertEquals(11, new Interpreter(console, session.services).run(List.of("version")));
    }
}
