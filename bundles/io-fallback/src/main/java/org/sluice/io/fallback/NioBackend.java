package org.sluice.io.fallback;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Root;

/** Files by java.nio: on every platform, taken where there is nothing better, and what the others are compared with. */
@Component(service = IoBackend.class)
@ServiceRanking(0)
public final class NioBackend implements IoBackend {

    private final Workers workers = new Workers();

    @Override
    public String name() {
        return "io-fallback";
    }

    /**
     * Not {@code CONFINED}: java.nio's directory streams hold directories open, but can neither make a directory or a
     * link nor read an owner's number. Not {@code NANOSECONDS}: of a time before 1970 only the second is kept.
     */
    @Override
    public Set<IoFeature> features() {
        EnumSet<IoFeature> features = EnumSet.noneOf(IoFeature.class);
        if (Names.BYTES) {
            features.addAll(List.of(
                    IoFeature.OWNERSHIP,
                    IoFeature.SYMLINKS,
                    IoFeature.HARD_LINKS,
                    IoFeature.ANY_NAME,
                    IoFeature.CHANGE_TIME));
        }
        if (UserAttributes.KNOWN) {
            features.add(IoFeature.ATTRIBUTES);
        }
        return features;
    }

    @Override
    public Root root(Path directory) throws IOException {
        if (directory.getFileSystem() != FileSystems.getDefault()) {
            throw new ProviderMismatchException();
        }
        return new NioRoot(directory, workers);
    }
}
