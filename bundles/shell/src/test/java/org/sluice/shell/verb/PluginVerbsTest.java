package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.plugin.Jar;
import org.sluice.plugin.Jar.Trust;
import org.sluice.plugin.Plan;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.Plugin.State;

class PluginVerbsTest {

    private static final String DIGEST = "12".repeat(32);

    private final Session session = new Session();
    private final PluginsFake plugins = session.services.plugins;

    @Test
    void a_plugin_is_listed_with_its_digest_and_what_vouches_for_it() {
        plugins.plugins.add(new Plugin(
                "a.jar",
                "org.example.a",
                "1.0.0",
                State.ACTIVE,
                "",
                Optional.of(new Jar(DIGEST, Optional.empty(), Trust.NOT_ASKED))));
        plugins.plugins.add(new Plugin("b.jar", "", "", State.WAITING, "half", Optional.empty()));

        assertEquals(0, session.run("plugin", "list"));

        assertEquals(
                "FILE   NAME           VERSION  STATE    TRUST      SHA-256" + " ".repeat(59) + "SIGNER  WHY\n"
                        + "a.jar  org.example.a  1.0.0    active   not-asked  " + DIGEST + "  -       -\n"
                        + "b.jar  -              -        waiting  -          -" + " ".repeat(65) + "-       half\n",
                session.out());
    }

    @Test
    void a_list_is_there_for_scripts() {
        plugins.plugins.add(new Plugin(
                "a.jar",
                "org.example.a",
                "1.0.0",
                State.REFUSED,
                "why",
                Optional.of(new Jar(DIGEST, Optional.of(DIGEST), Trust.NONE))));

        assertEquals(0, session.run("plugin", "list", "--json"));

        assertEquals(
                "{\"version\":1,\"verb\":\"plugin list\",\"exit\":0,\"plugins\":[{\"file\":\"a.jar\",\"name\":\"org.example.a\","
                        + "\"version\":\"1.0.0\",\"state\":\"refused\",\"reason\":\"why\",\"sha256\":\"" + DIGEST
                        + "\",\"signer\":\"" + DIGEST + "\",\"trust\":\"none\"}]}\n",
                session.out());
    }

    @Test
    void without_any_plugin_it_is_said_how_to_have_one() {
        assertEquals(0, session.run("plugin", "list"));

        assertEquals("", session.out());
        assertEquals("there is no plugin: \"sluice plugin install JAR\"\n", session.err());
    }

    @Test
    void a_jar_is_looked_for_where_the_command_was_typed() {
        assertEquals(0, session.run("plugin", "install", "a.jar"));
        assertEquals(0, session.run("plugin", "update", "/b.jar"));
        assertEquals(0, session.run("plugin", "remove", "org.example.a"));

        assertEquals(
                List.of(
                        "apply Install[jar=/there/a.jar]",
                        "apply Update[jar=/b.jar]",
                        "apply Remove[name=org.example.a]"),
                plugins.calls);
        assertEquals("org.example.a 1.0.0 becomes 2.0.0\n".repeat(3), session.out());
    }

    @Test
    void a_dry_run_asks_for_the_plan_alone() {
        plugins.plan = new Plan(
                "org.example.a",
                Optional.of("1.0.0"),
                Optional.empty(),
                Optional.empty(),
                List.of("x", "y"),
                Optional.empty());

        assertEquals(0, session.run("plugin", "remove", "-n", "org.example.a"));

        assertEquals(List.of("plan Remove[name=org.example.a]"), plugins.calls);
        assertEquals("would be: org.example.a 1.0.0 goes\nwould be restarted: x, y\n", session.out());
    }

    @Test
    void what_would_be_refused_is_refused_by_its_exit_code_in_a_dry_run_too() {
        plugins.plan = new Plan(
                "org.example.a",
                Optional.empty(),
                Optional.of("1.0.0"),
                Optional.empty(),
                List.of(),
                Optional.of("why"));

        assertEquals(5, session.run("plugin", "install", "--dry-run", "a.jar"));
        assertEquals(5, session.run("plugin", "install", "a.jar"));

        assertEquals("would be: org.example.a 1.0.0\nnothing else would be restarted\n", session.out());
        assertEquals("would be refused: why\nsluice: plugin install: why\n", session.err());
    }

    @Test
    void a_plan_is_there_for_scripts() {
        assertEquals(0, session.run("plugin", "update", "-n", "--json", "a.jar"));

        assertEquals(
                "{\"version\":1,\"verb\":\"plugin update\",\"exit\":0,\"dryRun\":true,\"name\":\"org.example.a\","
                        + "\"before\":\"1.0.0\",\"after\":\"2.0.0\",\"restarted\":[]}\n",
                session.out());
    }
}
