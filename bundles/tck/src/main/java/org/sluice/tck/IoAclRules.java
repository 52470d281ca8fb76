package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;

/** Access control lists. */
abstract class IoAclRules extends IoAttributeRules {

    private static final Set<Aspect> ASKED = Set.of(Aspect.ACL);
    private static final int GUEST = 4242;
    private static final Attributes GUESTS = Attributes.of(List.of(Acl.access(0640, GUEST, 4)));
    private static final Attributes INHERITED = Attributes.of(List.of(Acl.byDefault(0770, GUEST, 7)));

    private void acls() throws IOException {
        claimed(IoFeature.ACL);
        store(NONE, "");
        allowedHere(root.apply(NONE, metadata(0640), GUESTS, ASKED));
        root.remove(NONE);
    }

    private Attributes acl(RelPath path) throws IOException {
        return root.attributes(path, ASKED);
    }

    @Test
    void a_list_is_set_told_and_taken_away_again() throws IOException {
        acls();
        store(FILE, "");

        assertEquals(List.of(), root.apply(FILE, metadata(0640), GUESTS, ASKED));
        assertEquals(GUESTS, acl(FILE));
        assertEquals(
                Attributes.NONE,
                root.attributes(FILE, Set.of(Aspect.ATTRIBUTES)).of(ASKED));

        root.apply(FILE, metadata(0640), Attributes.NONE, ASKED);
        assertEquals(Attributes.NONE, acl(FILE));
        assertEquals(0640, entry(FILE).metadata().mode());
    }

    @Test
    void a_mode_is_exactly_that_beside_a_list() throws IOException {
        acls();
        store(FILE, "");

        root.apply(FILE, metadata(06750), GUESTS, ASKED);

        assertEquals(metadata(06750), entry(FILE).metadata().withoutOwner());
    }

    @Test
    void a_directory_has_a_list_of_access_and_one_that_is_inherited() throws IOException {
        acls();
        root.createDirectory(DIRECTORY, 0755);
        Attributes both = Attributes.of(List.of(Acl.access(0750, GUEST, 5), Acl.byDefault(0770, GUEST, 7)));

        root.apply(DIRECTORY, metadata(0750), both, ASKED);

        assertEquals(both, acl(DIRECTORY));
    }

    @Test
    void a_copy_has_exactly_the_sources_list_when_it_is_asked_for() throws IOException {
        inheriting();
        store(FILE, "plain");
        store(OTHER, "open to guests");
        root.apply(OTHER, metadata(0640), GUESTS, ASKED);

        root.copy(FILE, root, DIRECTORY.resolve(FILE), metadata(0600), ASKED);
        root.copy(OTHER, root, DIRECTORY.resolve(OTHER), metadata(0640), ASKED);

        assertEquals(Attributes.NONE, acl(DIRECTORY.resolve(FILE)));
        assertEquals(0600, entry(DIRECTORY.resolve(FILE)).metadata().mode());
        assertEquals(GUESTS, acl(DIRECTORY.resolve(OTHER)));
        assertEquals(0640, entry(DIRECTORY.resolve(OTHER)).metadata().mode());
    }

    @Test
    void a_copy_inherits_its_directorys_list_when_none_is_asked_for() throws IOException {
        inheriting();
        store(OTHER, "open to others");
        root.apply(OTHER, metadata(0640), Attributes.of(List.of(Acl.access(0640, 99, 4))), ASKED);

        root.copy(OTHER, root, DIRECTORY.resolve(OTHER), metadata(0640), Set.of());

        assertEquals(Attributes.of(List.of(Acl.inherited(0640, GUEST, 7))), acl(DIRECTORY.resolve(OTHER)));
        assertEquals(0640, entry(DIRECTORY.resolve(OTHER)).metadata().mode());
    }

    private void inheriting() throws IOException {
        acls();
        root.createDirectory(DIRECTORY, 0755);
        root.apply(DIRECTORY, metadata(0755), INHERITED, ASKED);
    }

    @Test
    void an_open_file_has_its_list_too() throws IOException {
        acls();
        try (FileHandle file = created(FILE)) {
            file.apply(metadata(0640), GUESTS, ASKED);
            assertEquals(GUESTS, file.attributes(ASKED));
        }

        assertEquals(GUESTS, acl(FILE));
    }
}
