package org.sluice.deploy;

import java.util.Map;
import java.util.Set;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * Something a bundle cannot be resolved without.
 *
 * @param subject for people: {@code package org.example 1.0}
 * @param name the package or bundle; of another capability the namespace
 */
record Need(String namespace, String name, String filter, String subject) implements Requirement {

    /** Attributes that are ranges of versions. */
    private static final Set<String> RANGES = Set.of("version", "specification-version", "bundle-version");

    static Need packages(String name, Clause clause) {
        return named(PackageNamespace.PACKAGE_NAMESPACE, "package", name, clause);
    }

    static Need bundle(Clause clause) {
        return named(BundleNamespace.BUNDLE_NAMESPACE, "bundle", clause.names().getFirst(), clause);
    }

    static Need host(Clause clause) {
        return named(HostNamespace.HOST_NAMESPACE, "host", clause.names().getFirst(), clause);
    }

    static Need capability(Clause clause) {
        String namespace = clause.names().getFirst();
        String filter = clause.directives().getOrDefault("filter", "");
        if (!filter.isEmpty()) {
            requireSense(filter);
        }
        return new Need(namespace, namespace, filter, (namespace + " " + filter).strip());
    }

    private static Need named(String namespace, String kind, String name, Clause clause) {
        StringBuilder filter = new StringBuilder("(&(" + namespace + "=" + escaped(name) + ")");
        StringBuilder subject = new StringBuilder(kind + " " + name);
        clause.attributes().forEach((attribute, value) -> {
            if (RANGES.contains(attribute)) {
                VersionRange range = new VersionRange(value);
                filter.append(range.toFilterString(attribute.startsWith("bundle") ? attribute : "version"));
                subject.append(' ').append(range);
            } else {
                filter.append('(')
                        .append(attribute)
                        .append('=')
                        .append(escaped(value))
                        .append(')');
            }
        });
        return new Need(namespace, name, filter.append(')').toString(), subject.toString());
    }

    private static void requireSense(String filter) {
        try {
            FrameworkUtil.createFilter(filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\*()])", "\\\\$1");
    }

    @Override
    public String getNamespace() {
        return namespace;
    }

    @Override
    public Map<String, String> getDirectives() {
        return filter.isEmpty() ? Map.of() : Map.of("filter", filter);
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    /** It has none yet: its bundle is not installed. */
    @Override
    public Resource getResource() {
        return null;
    }
}
