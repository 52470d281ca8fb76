package org.sluice.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Extended attributes. */
abstract class IoAttributeRules extends IoEnterRules {

    private static final Set<Aspect> ASKED = Set.of(Aspect.ATTRIBUTES);
    private static final Attributes NOTED = attributes("user.note", "noted", "user.other", "\0\1\2\177");

    static Attributes attributes(String... namesAndValues) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.add(
                    new Attribute(namesAndValues[i].getBytes(ISO_8859_1), namesAndValues[i + 1].getBytes(ISO_8859_1)));
        }
        return Attributes.of(attributes);
    }

    private void userAttributes() throws IOException {
        claimed(IoFeature.ATTRIBUTES);
        assumeTrue(Files.getFileStore(inside).supportsFileAttributeView("user"), "this file system keeps none");
    }

    private Attributes attributes(RelPath path) throws IOException {
        return root.attributes(path, ASKED).of(ASKED);
    }

    /** What another program sees of it. */
    private List<String> seen(String name) throws IOException {
        return Files.getFileAttributeView(inside.resolve(name), UserDefinedFileAttributeView.class).list().stream()
                .sorted()
                .toList();
    }

    @Test
    void attributes_of_files_and_directories_are_set_and_told_byte_for_byte() throws IOException {
        userAttributes();
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);

        for (RelPath path : List.of(FILE, DIRECTORY)) {
            assertEquals(List.of(), root.apply(path, metadata(0755), NOTED, ASKED));
            assertEquals(NOTED, root.attributes(path, ASKED));
            assertEquals(List.of("note", "other"), seen(path.toString()));
        }
    }

    @Test
    void an_entry_has_exactly_the_attributes_it_was_given_last() throws IOException {
        userAttributes();
        store(FILE, "");
        root.apply(FILE, PLAIN, NOTED, ASKED);

        Attributes last = attributes("user.note", "changed", "user.third", "");
        root.apply(FILE, PLAIN, last, ASKED);
        assertEquals(last, attributes(FILE));

        root.apply(FILE, PLAIN, Attributes.NONE, ASKED);
        assertEquals(Attributes.NONE, attributes(FILE));
    }

    @Test
    void attributes_of_an_aspect_not_asked_for_are_left_and_not_told() throws IOException {
        userAttributes();
        store(FILE, "");
        root.apply(FILE, PLAIN, NOTED, ASKED);

        root.apply(FILE, PLAIN);
        root.apply(FILE, PLAIN, Attributes.NONE, Set.of(Aspect.ACL));
        assertEquals(NOTED, attributes(FILE));
        assertEquals(Attributes.NONE, root.attributes(FILE, Set.of()));
        assertEquals(Attributes.NONE, root.attributes(FILE, Set.of(Aspect.HOLES)));
    }

    @Test
    void an_open_file_has_its_attributes_too() throws IOException {
        userAttributes();
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("content"));
            assertEquals(List.of(), file.apply(metadata(0444), NOTED, ASKED));
            assertEquals(NOTED, file.attributes(ASKED));
        }

        assertEquals(NOTED, attributes(FILE));
        assertEquals(0444, entry(FILE).metadata().mode());
        assertEquals(TIME, entry(FILE).metadata().modified());
    }

    @Test
    void attributes_come_before_a_mode_that_forbids_them_and_go_after_it() throws IOException {
        userAttributes();
        store(FILE, "");
        for (Attributes attributes : List.of(NOTED, attributes("user.note", "again"), Attributes.NONE)) {
            assertEquals(List.of(), root.apply(FILE, metadata(0400), attributes, ASKED));
            assertEquals(attributes, attributes(FILE));
            assertEquals(0400, entry(FILE).metadata().mode());
            assertEquals(TIME, entry(FILE).metadata().modified());
        }
    }

    @Test
    void a_copy_has_the_attributes_when_they_are_asked_for_and_none_else() throws IOException {
        userAttributes();
        store(FILE, "content");
        root.apply(FILE, metadata(0400), NOTED, ASKED);

        Copied with = root.copy(FILE, root, OTHER, metadata(0400), ASKED);
        Copied without = root.copy(FILE, root, LINK, PLAIN, Set.of());

        assertEquals(List.of(), with.losses());
        assertEquals(NOTED, attributes(OTHER));
        assertEquals(metadata(0400), entry(OTHER).metadata().withoutOwner());
        assertEquals(List.of(), without.losses());
        assertEquals(Attributes.NONE, attributes(LINK));
    }

    @Test
    void a_large_copy_has_them_too_and_one_into_another_kind_of_root() throws IOException {
        userAttributes();
        try (FileHandle file = created(FILE)) {
            file.allocate(1 << 20);
            file.apply(PLAIN, NOTED, ASKED);
        }

        root.copy(FILE, root, OTHER, PLAIN, ASKED);
        assertEquals(NOTED, attributes(OTHER));
        try (Root other = backend().root(outside)) {
            root.copy(FILE, another(other, () -> {}), OTHER, PLAIN, ASKED);
            assertEquals(NOTED, other.attributes(OTHER, ASKED));
        }
    }

    @Test
    void an_attribute_that_cannot_be_set_is_a_loss_and_all_else_is_done() throws IOException {
        userAttributes();
        store(FILE, "");
        Attributes wanted = attributes("nonsense.note", "x", "user.note", "noted");

        List<Loss> losses = root.apply(FILE, metadata(0640), wanted, ASKED);

        assertEquals(
                List.of("nonsense.note: EOPNOTSUPP"),
                losses.stream().map(Loss::what).toList());
        assertEquals(attributes("user.note", "noted"), attributes(FILE));
        assertEquals(metadata(0640), entry(FILE).metadata().withoutOwner());
    }

    @Test
    void an_attributes_name_may_be_any_bytes() throws IOException {
        userAttributes();
        claimed(IoFeature.ALL_ATTRIBUTES);
        store(FILE, "");
        Attributes odd = attributes("user.\377\376 \n\t=", "x", "user." + "n".repeat(200), "y");

        assertEquals(List.of(), root.apply(FILE, PLAIN, odd, ASKED));

        assertEquals(odd, attributes(FILE));
    }

    @Test
    @Tag("root")
    void the_superusers_attributes_are_kept_of_entries_of_every_kind() throws Exception {
        superuser();
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);
        root.createSymlink(LINK, bytes("file"));
        run("mkfifo", inside.resolve("other").toString());
        Attributes trusted = attributes("trusted.note", "for the superuser", "security.note", "guarded");

        for (RelPath path : List.of(FILE, DIRECTORY, LINK, OTHER)) {
            allowedHere(root.apply(path, metadata(0755), trusted, ASKED));
            assertEquals(trusted, attributes(path), path::toString);
        }
        root.apply(FILE, metadata(0755), Attributes.NONE, ASKED);
        assertEquals(trusted, attributes(LINK));
    }

    /** As linux/capability.h has it: revision 2, effective, CAP_NET_RAW. */
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @Test
    @Tag("root")
    void a_files_capabilities_outlive_its_content_and_its_owner() throws IOException {
        superuser();
        store(FILE, "a program");
        Attributes capable = Attributes.of(List.of(new Attribute(bytes("security.capability"), CAPABILITY)));
        Metadata owned = new Metadata(06755, 4242, 4343, TIME);
        allowedHere(root.apply(FILE, owned, capable, ASKED));
        assertEquals(capable, attributes(FILE));

        root.copy(FILE, root, OTHER, owned, ASKED);
        try (FileHandle open = created(LINK)) {
            open.write(0, memory("a program"));
            open.apply(owned, root.attributes(FILE, ASKED), ASKED);
        }

        for (RelPath path : List.of(OTHER, LINK)) {
            assertArrayEquals(
                    CAPABILITY,
                    attributes(path)
                            .value("security.capability".getBytes(UTF_8))
                            .orElse(new byte[0]));
            assertEquals(owned, entry(path).metadata());
        }
        try (FileHandle open = root.open(OTHER, OpenMode.READ)) {
            assertEquals(capable, open.attributes(ASKED));
        }
    }

    private void superuser() {
        claimed(IoFeature.ALL_ATTRIBUTES);
        assumeTrue(isSuperuser(), "only the superuser sets them");
    }
}
