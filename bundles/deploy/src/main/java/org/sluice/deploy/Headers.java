package org.sluice.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the manifest of a bundle says of it, as far as deploying asks.
 *
 * @param host the bundle that it is a fragment of
 * @param offers its own packages and namespaces of capabilities
 */
record Headers(String name, Version version, Optional<Need> host, List<Need> needs, Set<String> offers) {

    private static final Set<String> NOT_NEEDED = Set.of("optional", "dynamic");

    /** @throws IllegalArgumentException when they are none of a bundle; the message is a clause */
    static Headers of(Attributes manifest) {
        try {
            return parsed(manifest);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("its manifest has a header without a name", e);
        }
    }

    private static Headers parsed(Attributes manifest) {
        String symbolicName = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (symbolicName == null || !"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new IllegalArgumentException(
                    "it is no bundle: its manifest has no Bundle-SymbolicName, or no Bundle-ManifestVersion: 2");
        }
        String name = Clause.all(symbolicName).getFirst().names().getFirst();
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException("its Bundle-SymbolicName is none: " + name);
        }
        Optional<Need> host = Clause.all(manifest.getValue(Constants.FRAGMENT_HOST)).stream()
                .map(Need::host)
                .findFirst();
        return new Headers(
                name,
                Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION)),
                host,
                needs(manifest, host),
                offers(manifest));
    }

    private static List<Need> needs(Attributes manifest, Optional<Need> host) {
        List<Need> needs = new ArrayList<>();
        host.ifPresent(needs::add);
        for (Clause clause : needed(manifest, Constants.IMPORT_PACKAGE)) {
            clause.names().forEach(name -> needs.add(Need.packages(name, clause)));
        }
        needed(manifest, Constants.REQUIRE_BUNDLE).forEach(clause -> needs.add(Need.bundle(clause)));
        needed(manifest, Constants.REQUIRE_CAPABILITY).forEach(clause -> needs.add(Need.capability(clause)));
        return needs;
    }

    private static List<Clause> needed(Attributes manifest, String header) {
        return Clause.all(manifest.getValue(header)).stream()
                .filter(clause -> !NOT_NEEDED.contains(clause.directives().getOrDefault("resolution", "")))
                .filter(clause ->
                        clause.directives().getOrDefault("effective", "resolve").equals("resolve"))
                .toList();
    }

    private static Set<String> offers(Attributes manifest) {
        Set<String> offers = new HashSet<>();
        for (String header : List.of(Constants.EXPORT_PACKAGE, Constants.PROVIDE_CAPABILITY)) {
            Clause.all(manifest.getValue(header)).forEach(clause -> offers.addAll(clause.names()));
        }
        return offers;
    }

    boolean offers(Need need) {
        return offers.contains(need.name());
    }
}
