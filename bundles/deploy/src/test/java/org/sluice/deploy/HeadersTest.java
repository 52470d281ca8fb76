package org.sluice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static Headers headers(String... more) {
        Attributes manifest = new Attributes();
        manifest.putValue("Bundle-ManifestVersion", "2");
        manifest.putValue("Bundle-SymbolicName", "a;singleton:=true");
        for (int i = 0; i < more.length; i += 2) {
            manifest.putValue(more[i], more[i + 1]);
        }
        return Headers.of(manifest);
    }

    private static List<String> needs(Headers headers) {
        return headers.needs().stream().map(Need::subject).toList();
    }

    @Test
    void a_clause_has_names_attributes_and_directives() {
        assertEquals(
                List.of(
                        new Clause(List.of("a", "b"), Map.of("v", "[1,2)"), Map.of("uses", "x,y")),
                        new Clause(List.of("c"), Map.of("list", "p,q", "said", "a \"b\""), Map.of())),
                Clause.all("a;b;v=\"[1,2)\";uses:=\"x,y\", c; list:List<String>=\"p,q\"; said=\"a \\\"b\\\"\""));
        assertEquals(List.of(), Clause.all(null));
    }

    @Test
    void what_a_bundle_cannot_do_without_is_told() {
        Headers headers = headers(
                "Bundle-Version", "1.2.3.x",
                "Import-Package", "p;q;version=\"[1,2)\",r;resolution:=optional,s;provider=acme",
                "Require-Bundle", "b;bundle-version=3",
                "Require-Capability", "ns;filter:=\"(n=1)\",late;effective:=active,maybe;resolution:=optional");

        assertEquals("a", headers.name());
        assertEquals("1.2.3.x", headers.version().toString());
        assertEquals(
                List.of(
                        "package p [1.0.0,2.0.0)",
                        "package q [1.0.0,2.0.0)",
                        "package s",
                        "bundle b 3.0.0",
                        "ns (n=1)"),
                needs(headers));
        assertEquals(
                List.of(
                        "(&(osgi.wiring.package=p)(&(version>=1.0.0)(!(version>=2.0.0))))",
                        "(&(osgi.wiring.package=q)(&(version>=1.0.0)(!(version>=2.0.0))))",
                        "(&(osgi.wiring.package=s)(provider=acme))",
                        "(&(osgi.wiring.bundle=b)(bundle-version>=3.0.0))",
                        "(n=1)"),
                headers.needs().stream().map(Need::filter).toList());
        assertEquals(Optional.empty(), headers.host());
    }

    @Test
    void a_fragment_needs_its_host() {
        Headers headers = headers("Fragment-Host", "h;bundle-version=\"[1,2)\"");

        assertEquals("h", headers.host().orElseThrow().name());
        assertEquals(List.of("host h [1.0.0,2.0.0)"), needs(headers));
    }

    @Test
    void what_it_offers_itself_it_does_not_need() {
        Headers headers =
                headers("Export-Package", "p;version=1,q", "Provide-Capability", "ns;a:Long=1", "Import-Package", "p");

        assertEquals(Set.of("p", "q", "ns"), headers.offers());
        assertTrue(headers.offers(headers.needs().getFirst()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p;version=x", "p;version=\"[1\""})
    void imports_that_make_no_sense_are_refused(String imports) {
        assertThrows(IllegalArgumentException.class, () -> headers("Import-Package", imports));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns;filter:=\"(\"", ";filter:=\"(a=b)\""})
    void capabilities_that_make_no_sense_are_refused(String capabilities) {
        assertThrows(IllegalArgumentException.class, () -> headers("Require-Capability", capabilities));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a b", "", ";x=y", "a/b"})
    void a_name_that_is_none_is_refused(String name) {
        assertThrows(IllegalArgumentException.class, () -> headers("Bundle-SymbolicName", name));
    }

    @Test
    void whatever_stands_there_is_read_or_refused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab.;,:=\"\\()[]*&| 1";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(30); c >= 0; c--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String header = List.of(
                            "Import-Package",
                            "Require-Bundle",
                            "Require-Capability",
                            "Fragment-Host",
                            "Export-Package",
                            "Bundle-Version")
                    .get(random.nextInt(6));
            try {
                headers(header, text.toString());
            } catch (IllegalArgumentException refused) {
                // As it should be.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", " + header + ": " + text, e);
            }
        }
    }
}
