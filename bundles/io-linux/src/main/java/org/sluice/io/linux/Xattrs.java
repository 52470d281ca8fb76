package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Loss;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Xattr;

/**
 * The extended attributes of an entry held open.
 *
 * @param scratch of the thread that calls; its data is used
 * @param fd the entry's descriptor
 * @param held whether it was opened only to be held, not to be read or written
 * @param file for people
 */
record Xattrs(Scratch scratch, int fd, boolean held, Object file) {

    // A security module gives them by itself; nobody can take them away.
    private static final List<String> LABELS = List.of("security.selinux", "security.SMACK64");

    // Other views of what is kept otherwise: NFS's lists, for one, and XFS's own form of access control lists.
    private static final List<String> VIEWS = List.of("system.", "trusted.SGI_ACL_");

    /** Those of these aspects; none where there can be none. */
    Attributes read(Set<Aspect> aspects) throws FileSystemException {
        List<Attribute> found = new ArrayList<>();
        for (byte[] name : names(aspects)) {
            int length = get(name);
            if (length != -Errno.ENODATA) {
                Failure.check(length, file);
                found.add(new Attribute(name, scratch.data.asSlice(0, length).toArray(JAVA_BYTE)));
            }
        }
        return Attributes.of(found);
    }

    /** Makes the entry have exactly these, of these aspects; what could not be done. */
    List<Loss> write(Attributes wanted, Set<Aspect> aspects) throws FileSystemException {
        List<Loss> losses = new ArrayList<>();
        for (byte[] name : names(aspects)) {
            Attribute present = new Attribute(name, new byte[0]);
            if (wanted.value(name).isEmpty() && LABELS.stream().noneMatch(present::isOf)) {
                lost(remove(name), present).ifPresent(losses::add);
            }
        }
        return set(wanted, aspects, losses);
    }

    /** As {@link #write}, of an entry that was just made: all it can have is what its directory gave it. */
    List<Loss> writeNew(Attributes wanted, Set<Aspect> aspects) throws FileSystemException {
        return aspects.contains(Aspect.ACL) ? write(wanted, aspects) : add(wanted, aspects);
    }

    /** Gives the entry these besides what it has. */
    List<Loss> add(Attributes wanted, Set<Aspect> aspects) {
        return wanted.isEmpty() ? List.of() : set(wanted, aspects, new ArrayList<>());
    }

    private List<Loss> set(Attributes wanted, Set<Aspect> aspects, List<Loss> losses) {
        for (Attribute each : wanted.of(aspects)) {
            lost(set(each), each).ifPresent(losses::add);
        }
        return losses;
    }

    private static Optional<Loss> lost(int answer, Attribute attribute) {
        return answer >= 0 || answer == -Errno.ENODATA
                ? Optional.empty()
                : Optional.of(new Loss(attribute.aspect(), attribute + ": " + Errno.name(-answer)));
    }

    private List<byte[]> names(Set<Aspect> aspects) throws FileSystemException {
        if (!aspects.contains(Aspect.ATTRIBUTES) && !aspects.contains(Aspect.ACL)) {
            return List.of();
        }
        // Most have none, and to tell so the kernel needs no memory.
        int length = list(MemorySegment.NULL);
        if (length == 0 || length == -Errno.EOPNOTSUPP) {
            return List.of();
        }
        length = list(scratch.data);
        Failure.check(length, file);
        return split(scratch.data.asSlice(0, length).toArray(JAVA_BYTE))
                .filter(name -> isOf(aspects, new Attribute(name, new byte[0])))
                .toList();
    }

    private static boolean isOf(Set<Aspect> aspects, Attribute attribute) {
        return aspects.contains(attribute.aspect())
                && (attribute.aspect() == Aspect.ACL || VIEWS.stream().noneMatch(attribute::isOf));
    }

    private int list(MemorySegment target) {
        return held ? scratch.xattr.listxattr(place(), target) : scratch.xattr.flistxattr(fd, target);
    }

    private static Stream<byte[]> split(byte[] list) {
        Stream.Builder<byte[]> names = Stream.builder();
        int start = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == 0) {
                names.add(Arrays.copyOfRange(list, start, i));
                start = i + 1;
            }
        }
        return names.build();
    }

    private int get(byte[] name) {
        MemorySegment text = scratch.otherPath(name);
        return held
                ? scratch.xattr.getxattr(place(), text, scratch.data)
                : scratch.xattr.fgetxattr(fd, text, scratch.data);
    }

    private int set(Attribute attribute) {
        byte[] value = attribute.value();
        if (value.length > Xattr.XATTR_SIZE_MAX || attribute.name().length > Xattr.XATTR_NAME_MAX) {
            return -Errno.E2BIG;
        }
        MemorySegment text = scratch.otherPath(attribute.name());
        MemorySegment bytes = scratch.data.asSlice(0, value.length);
        bytes.copyFrom(MemorySegment.ofArray(value));
        return held ? scratch.xattr.setxattr(place(), text, bytes) : scratch.xattr.fsetxattr(fd, text, bytes);
    }

    private int remove(byte[] name) {
        MemorySegment text = scratch.otherPath(name);
        return held ? scratch.xattr.removexattr(place(), text) : scratch.xattr.fremovexattr(fd, text);
    }

    // The calls that take descriptors refuse one that was opened with O_PATH; its entry in /proc leads to exactly what
    // it holds, and on from there nowhere, a symbolic link included.
    private MemorySegment place() {
        return scratch.path(Scratch.held(fd));
    }
}
