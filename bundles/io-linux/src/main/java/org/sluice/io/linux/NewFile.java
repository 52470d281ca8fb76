package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_CREAT;
import static org.sluice.io.linux.c.Fcntl.O_EXCL;
import static org.sluice.io.linux.c.Fcntl.O_WRONLY;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.io.Aspect;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/**
 * A file that is made whole or not at all.
 *
 * @param fd its descriptor, open for writing
 * @param place for people
 * @param hasOwner whether it has the owner and the group it shall have already
 * @param hasMode the same of its mode, as far as no access control list is set that has a say in it
 * @param isBare whether it is known to have no access control list from its directory
 */
record NewFile(int fd, Place place, boolean hasOwner, boolean hasMode, boolean isBare) {

    static final int MODE = 0600;

    /** Gives a new file what it shall have, by its descriptor. */
    @FunctionalInterface
    interface Filling<T> {
        T of(NewFile made) throws IOException;
    }

    /**
     * Makes one.
     *
     * @param heritage what the root's directory gives, once it is known
     */
    static <T> T make(
            Beneath beneath,
            RelPath path,
            Metadata metadata,
            Set<Aspect> aspects,
            AtomicReference<Optional<Heritage>> heritage,
            Filling<T> filling)
            throws IOException {
        Optional<Heritage> known = Beneath.isRightHere(path) ? heritage.get() : Optional.empty();
        boolean hasMode = known.isPresent() && known.get().hasMode(metadata, aspects);
        Opened created = beneath.open(path, O_WRONLY | O_CREAT | O_EXCL, hasMode ? metadata.mode() : MODE);
        if (known.isEmpty() && Beneath.isRightHere(path)) {
            heritage.set(Optional.of(Heritage.of(beneath.scratch(), beneath.top(), created.fd())));
        }
        boolean hasOwner = known.isPresent() && known.get().hasOwner(metadata);
        NewFile made = new NewFile(
                created.fd(),
                beneath.place(path),
                hasOwner,
                hasMode,
                known.isPresent() && known.get().plain());
        return fill(beneath, path, created, made, filling);
    }

    private static <T> T fill(Beneath beneath, RelPath path, Opened created, NewFile made, Filling<T> filling)
            throws IOException {
        try {
            T filled;
            try {
                filled = filling.of(made);
            } catch (IOException | RuntimeException e) {
                created.close();
                throw e;
            }
            // Some file systems tell only now that they had no room.
            Failure.check(created.kernel().close(created.fd()), made.place);
            return filled;
        } catch (IOException | RuntimeException e) {
            beneath.discard(path, 0, e);
            throw e;
        }
    }
}
