package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** Who imports whom, read from the manifests of the bundles as they are shipped. */
class LayersIT {

    private static final Set<String> ALL = Set.of(
            "org.sluice.data",
            "org.sluice.io",
            "org.sluice.transport",
            "org.sluice.chunk",
            "org.sluice.compress",
            "org.sluice.negotiate",
            "org.sluice.transfer",
            "org.sluice.plugin",
            "org.sluice.provider");

    /** What of ours a bundle may import; a bundle that is not here may import nothing. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "org.sluice.api", ALL,
            "org.sluice.core", ALL,
            "org.sluice.io.", Set.of("org.sluice.data", "org.sluice.io", "org.sluice.provider"),
            "org.sluice.transport.", Set.of("org.sluice.data", "org.sluice.transport", "org.sluice.provider"),
            "org.sluice.chunks", Set.of("org.sluice.data", "org.sluice.chunk", "org.sluice.io", "org.sluice.provider"),
            "org.sluice.compress", Set.of("org.sluice.compress", "org.sluice.provider"),
            "org.sluice.deploy", Set.of("org.sluice.plugin"),
            "org.sluice.shell", Set.of("org.sluice.transfer", "org.sluice.plugin"));

    /** Within api, who may use whom. */
    private static final Map<String, Set<String>> WITHIN_API = Map.of(
            "org.sluice.data", Set.of(),
            "org.sluice.io", Set.of("org.sluice.data"),
            "org.sluice.transport", Set.of("org.sluice.data"),
            "org.sluice.chunk", Set.of("org.sluice.io"),
            "org.sluice.compress", Set.of(),
            "org.sluice.negotiate", Set.of(),
            "org.sluice.plugin", Set.of(),
            "org.sluice.transfer", Set.of(),
            "org.sluice.provider", Set.of());

    @Test
    void no_bundle_imports_what_its_layer_must_not_know() throws IOException {
        List<Manifest> ours = ours();

        assertTrue(ours.size() >= 8, "only " + ours.size() + " bundles of ours were found");
        assertEquals(
                List.of(),
                ours.stream().flatMap(bundle -> violations(bundle).stream()).toList());
    }

    @Test
    void a_bundle_that_broke_a_rule_would_be_found() {
        assertEquals(
                List.of("org.sluice.io.linux imports org.sluice.io.fallback, which its layer must not know"),
                violations(madeUp("org.sluice.io.linux", "org.sluice.io;version=\"[1.0,2)\",org.sluice.io.fallback")),
                "a sibling");
        assertEquals(
                List.of("org.sluice.transport.tcp imports org.sluice.io, which its layer must not know"),
                violations(madeUp("org.sluice.transport.tcp", "org.sluice.data,org.sluice.io,io.netty.channel")),
                "a transport that knows files");
        assertEquals(
                List.of("org.sluice.chunks imports org.sluice.core, which its layer must not know"),
                violations(madeUp("org.sluice.chunks", "org.sluice.chunk,org.sluice.core")),
                "a provider that knows core");
        assertEquals(
                List.of("org.sluice.core imports org.sluice.transport.tcp, which its layer must not know"),
                violations(madeUp("org.sluice.core", "org.sluice.transport,org.sluice.transport.tcp")),
                "a core that knows a provider");
        assertEquals(
                List.of("org.sluice.shell imports org.sluice.core, which its layer must not know"),
                violations(madeUp("org.sluice.shell;singleton:=true", "org.sluice.transfer,org.sluice.core;a=\"b,c\"")),
                "a shell that knows core");
        assertEquals(
                List.of("org.sluice.stranger imports org.sluice.io, which its layer must not know"),
                violations(madeUp("org.sluice.stranger", "org.sluice.io")),
                "a bundle without a layer");
        assertEquals(List.of(), violations(madeUp("org.sluice.shell", "org.sluice.transfer,picocli")), "a good one");
    }

    @Test
    void only_api_exports_packages() throws IOException {
        Set<String> exporting = new TreeSet<>();
        for (Manifest bundle : ours()) {
            if (!Manifests.names(bundle, "Export-Package").isEmpty()) {
                exporting.add(Manifests.symbolicName(bundle));
            }
        }

        assertEquals(Set.of("org.sluice.api"), exporting);
    }

    @Test
    void no_bundle_gets_around_its_imports() throws IOException {
        for (Manifest bundle : ours()) {
            for (String header : List.of("Require-Bundle", "DynamicImport-Package")) {
                assertEquals(
                        Set.of(),
                        Manifests.names(bundle, header),
                        () -> Manifests.symbolicName(bundle) + ", " + header);
            }
        }
    }

    @Test
    void the_packages_of_api_use_each_other_only_downwards() throws IOException {
        Manifest api = ours().stream()
                .filter(bundle -> Manifests.symbolicName(bundle).equals("org.sluice.api"))
                .findFirst()
                .orElseThrow();

        List<String> wrong = Manifests.clauses(api, "Export-Package").stream()
                .flatMap(clause -> violationsWithinApi(clause).stream())
                .toList();

        assertEquals(WITHIN_API.keySet(), Manifests.names(api, "Export-Package"));
        assertEquals(List.of(), wrong);
        assertEquals(
                List.of("org.sluice.io uses org.sluice.transport"),
                violationsWithinApi("org.sluice.io;uses:=\"org.sluice.data,org.sluice.transport\""));
    }

    private static List<Manifest> ours() throws IOException {
        List<Manifest> ours = new ArrayList<>();
        for (Path jar : Distribution.bundles()) {
            Manifest manifest = Manifests.of(jar);
            if (Manifests.symbolicName(manifest).startsWith("org.sluice.")) {
                ours.add(manifest);
            }
        }
        return ours;
    }

    private static Manifest madeUp(String symbolicName, String imports) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        manifest.getMainAttributes().putValue("Import-Package", imports);
        return manifest;
    }

    private static List<String> violations(Manifest bundle) {
        return violations(Manifests.symbolicName(bundle), Manifests.names(bundle, "Import-Package"));
    }

    private static List<String> violations(String bundle, Set<String> imports) {
        Set<String> allowed = ALLOWED.entrySet().stream()
                .filter(e -> e.getKey().endsWith(".") ? bundle.startsWith(e.getKey()) : bundle.equals(e.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(Set.of());
        return imports.stream()
                .filter(p -> p.startsWith("org.sluice.") && !allowed.contains(p))
                .sorted()
                .map(p -> bundle + " imports " + p + ", which its layer must not know")
                .toList();
    }

    private static List<String> violationsWithinApi(String clause) {
        String name = clause.replaceAll(";.*", "");
        Set<String> allowed = WITHIN_API.getOrDefault(name, Set.of());
        int uses = clause.indexOf("uses:=\"");
        if (uses < 0) {
            return List.of();
        }
        String used = clause.substring(uses + 7, clause.indexOf('"', uses + 7));
        return List.of(used.split(",")).stream()
                .filter(p -> p.startsWith("org.sluice.") && !allowed.contains(p))
                .map(p -> name + " uses " + p)
                .toList();
    }
}
