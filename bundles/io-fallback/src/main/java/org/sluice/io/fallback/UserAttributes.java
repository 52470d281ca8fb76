package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.EntryKind;
import org.sluice.io.Loss;
import org.sluice.io.RelPath;

/**
 * The attributes that java.nio knows: those of users, of what it may open: files and directories. Their names are text
 * there, so that only those of ASCII are certain to be the same bytes; others are left out.
 */
final class UserAttributes {

    /** Whether this platform has any. */
    static final boolean KNOWN = Names.BYTES
            && FileSystems.getDefault().supportedFileAttributeViews().contains("user");

    private static final String SPACE = "user.";

    private UserAttributes() {}

    static Attributes read(Path place, Set<Aspect> aspects) throws IOException {
        if (!aspects.contains(Aspect.ATTRIBUTES) || !mayHave(place)) {
            return Attributes.NONE;
        }
        UserDefinedFileAttributeView view = view(place);
        List<Attribute> found = new ArrayList<>();
        for (String name : names(place, view)) {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            found.add(new Attribute(bytes(SPACE + name), value.array()));
        }
        return Attributes.of(found);
    }

    /** Makes what is there have exactly these, of these aspects; what cannot be done. */
    static List<Loss> write(Path place, Attributes wanted, Set<Aspect> aspects) throws IOException {
        List<Loss> losses = new ArrayList<>();
        boolean may = aspects.contains(Aspect.ATTRIBUTES) && mayHave(place);
        if (may) {
            removeOthers(place, wanted, losses);
        }
        for (Attribute each : wanted.of(aspects)) {
            if (!may || !each.isOf(SPACE) || !isAscii(each)) {
                losses.add(new Loss(each.aspect(), each + ": EOPNOTSUPP"));
                continue;
            }
            try {
                view(place).write(each.toString().substring(SPACE.length()), ByteBuffer.wrap(each.value()));
            } catch (IOException e) {
                losses.add(lost(each, e));
            }
        }
        return losses;
    }

    private static void removeOthers(Path place, Attributes wanted, List<Loss> losses) throws IOException {
        UserDefinedFileAttributeView view = view(place);
        for (String name : names(place, view)) {
            Attribute present = new Attribute(bytes(SPACE + name), new byte[0]);
            if (wanted.value(present.name()).isEmpty()) {
                try {
                    view.delete(name);
                } catch (IOException e) {
                    losses.add(lost(present, e));
                }
            }
        }
    }

    private static Loss lost(Attribute attribute, IOException failure) {
        return new Loss(attribute.aspect(), attribute + ": " + failure.getMessage());
    }

    private static List<String> names(Path place, UserDefinedFileAttributeView view) throws IOException {
        if (!Files.getFileStore(place).supportsFileAttributeView("user")) {
            return List.of();
        }
        return view.list().stream().filter(UserAttributes::isAscii).toList();
    }

    private static boolean mayHave(Path place) throws IOException {
        EntryKind kind = Inode.entry(place, RelPath.ROOT).kind();
        return KNOWN && (kind == EntryKind.FILE || kind == EntryKind.DIRECTORY);
    }

    private static UserDefinedFileAttributeView view(Path place) {
        return Files.getFileAttributeView(place, UserDefinedFileAttributeView.class, NOFOLLOW_LINKS);
    }

    private static boolean isAscii(Attribute attribute) {
        return isAscii(new String(attribute.name(), StandardCharsets.ISO_8859_1));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
