package org.sluice.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Jar;
import org.sluice.plugin.Jar.Trust;

/**
 * What {@code plugin.trust} says: digests of jars, and signers. When there is none, nobody asked for it; one that cannot
 * be read, or is wrong, trusts nothing.
 *
 * @param files those that there are
 * @param defect what is wrong with one, a clause
 */
record TrustList(List<Path> files, Set<String> digests, Set<String> signers, Optional<String> defect) {

    static final TrustList NOT_ASKED = new TrustList(List.of(), Set.of(), Set.of(), Optional.empty());

    private static final String SHA_256 = "[0-9a-fA-F]{64}";

    /** All of the files that there are, together. */
    static TrustList read(List<Path> places) {
        List<Path> files = new ArrayList<>();
        Set<String> digests = new HashSet<>();
        Set<String> signers = new HashSet<>();
        Optional<String> defect = Optional.empty();
        for (Path file : places) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                files.add(file);
                try {
                    if (Folder.othersMayWrite(file)) {
                        throw new IllegalArgumentException(
                                file + " is writable by others than its owner: chmod go-w it");
                    }
                    read(file, digests, signers);
                } catch (IOException e) {
                    defect = Optional.of(file + " cannot be read: " + e);
                } catch (IllegalArgumentException e) {
                    defect = Optional.of(String.valueOf(e.getMessage()));
                }
            }
        }
        return new TrustList(files, digests, signers, defect);
    }

    private static void read(Path file, Set<String> digests, Set<String> signers) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            String[] words = line.split("\\s+", 3);
            boolean whole = words.length > 1 && words[1].matches(SHA_256);
            if (whole && words[0].equals("sha256")) {
                digests.add(words[1].toLowerCase(Locale.ROOT));
            } else if (whole && words.length == 2 && words[0].equals("signer")) {
                signers.add(words[1].toLowerCase(Locale.ROOT));
            } else if (!line.isEmpty()) {
                throw new IllegalArgumentException(file + ", line " + (i + 1)
                        + ": neither \"sha256 HEX [NAME]\" nor \"signer HEX\", so no plugin is trusted");
            }
        }
    }

    /** What vouches for a jar. */
    Jar of(Whole jar) {
        Optional<String> listed =
                jar.signers().stream().filter(signers::contains).findFirst();
        Optional<String> signer =
                listed.or(() -> jar.signers().stream().sorted().findFirst());
        return new Jar(jar.digest(), signer, trust(jar, listed));
    }

    private Trust trust(Whole jar, Optional<String> listed) {
        if (files.isEmpty()) {
            return Trust.NOT_ASKED;
        }
        if (defect.isPresent()) {
            return Trust.NONE;
        }
        if (digests.contains(jar.digest())) {
            return Trust.DIGEST;
        }
        return listed.isPresent() ? Trust.SIGNER : Trust.NONE;
    }

    /** Why it must not start, and how to let it: a clause. */
    Optional<String> refusal(Whole jar) {
        if (of(jar).trust() != Trust.NONE) {
            return Optional.empty();
        }
        return defect.or(() -> Optional.of("it is not trusted: to trust it, add \"sha256 " + jar.digest() + " "
                + jar.name() + "\" to " + files.getFirst()));
    }
}
