package org.sluice.core.home;

import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user prefers, whatever is measured: the scheme of a transport, the line of the file {@code preferred-transport}. */
@Component(service = Preferences.class)
public final class Preferences {

    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);
    private static final String FILE = "preferred-transport";

    private final Home home;

    /** Of this home. */
    @Activate
    public Preferences(@Reference Home home) {
        this.home = home;
    }

    /** The scheme of the transport that is preferred, if one is. */
    public Optional<String> transport() {
        try {
            return home.read(FILE).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst();
        } catch (IOException e) {
            LOG.warn("{} is not read: {}", FILE, e.getMessage());
            return Optional.empty();
        }
    }

    /** Prefers one from now on, or none. */
    public void prefer(Optional<String> scheme) throws IOException {
        home.edit(FILE, lines -> {
            lines.clear();
            scheme.ifPresent(lines::add);
            return true;
        });
    }
}
