package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class ShareFileTest {

    @TempDir
    private Path directory;

    private ShareFile shares;

    @BeforeEach
    void open() {
        shares = new ShareFile(new Home(directory));
    }

    private Share share(String name, boolean readOnly, boolean setId) throws Exception {
        return new Share(name, Files.createDirectories(directory.resolve("dirs/" + name)), readOnly, setId);
    }

    private void refused(Share share) {
        TransferException refused = assertThrows(TransferException.class, () -> shares.add(share));
        assertEquals(Reason.USAGE, refused.reason());
    }

    @Test
    void shares_are_kept_in_the_order_they_were_added() throws Exception {
        List<Share> all = List.of(share("b", false, false), share("a", true, false), share("c d", false, true));
        for (Share share : all) {
            shares.add(share);
        }

        assertEquals(all, shares.list());
    }

    @Test
    void a_share_of_the_same_name_is_replaced_and_one_that_begins_alike_is_not() throws Exception {
        shares.add(share("in", false, false));
        shares.add(share("inner", false, false));
        shares.add(share("in", true, false));

        assertEquals(
                List.of("inner", "in"), shares.list().stream().map(Share::name).toList());
        assertTrue(shares.list().getLast().readOnly());
    }

    @Test
    void a_share_is_removed_by_its_name() throws Exception {
        shares.add(share("in", false, false));

        assertFalse(shares.remove("i"));
        assertTrue(shares.remove("in"));
        assertFalse(shares.remove("in"));
        assertEquals(List.of(), shares.list());
    }

    @Test
    void what_is_no_directory_is_not_shared() throws Exception {
        refused(new Share("x", directory.resolve("none"), false, false));
        refused(new Share("x", Files.createFile(directory.resolve("file")), false, false));
    }

    @Test
    void a_directory_that_would_read_back_as_another_is_not_shared() throws Exception {
        for (String name : List.of("a\nin=", "a\rb", "a:ro", "b:setid")) {
            refused(new Share("x", Files.createDirectory(directory.resolve(name)), false, false));
        }
        shares.add(new Share("x", Files.createDirectory(directory.resolve("a:rw = b")), true, false));
        assertEquals(directory.resolve("a:rw = b"), shares.list().getFirst().directory());
    }

    @Test
    void an_error_in_the_file_names_the_file_and_the_line() throws Exception {
        Files.writeString(directory.resolve("shares"), "in=/in\n\nnonsense\nout=/out\n");

        TransferException error = assertThrows(TransferException.class, shares::list);

        assertEquals(Reason.FILE_IO, error.reason());
        assertTrue(error.getMessage().contains(directory.resolve("shares").toString()), error.getMessage());
        assertTrue(error.getMessage().contains("line 3"), error.getMessage());
        assertTrue(error.getMessage().contains("\"nonsense\""), error.getMessage());
    }
}
