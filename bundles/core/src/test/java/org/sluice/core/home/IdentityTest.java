package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class IdentityTest {

    @TempDir
    private Path directory;

    private Identity identity() {
        return new Identity(new Home(directory));
    }

    private Path file() {
        return directory.resolve("identity.pem");
    }

    private TransferException refused() {
        TransferException refused =
                assertThrows(TransferException.class, () -> identity().peer());
        assertEquals(Reason.FILE_IO, refused.reason());
        assertTrue(refused.getMessage().contains(file().toString()), refused.getMessage());
        return refused;
    }

    @Test
    void it_is_made_when_first_asked_for_and_readable_by_its_owner_only() throws Exception {
        Identity identity = identity();
        assertTrue(Files.notExists(file()));

        identity.peer();

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void it_stays_the_same_and_another_homes_is_another() throws Exception {
        assertEquals(identity().peer(), identity().peer());
        Identity other = new Identity(new Home(directory.resolve("other")));
        assertNotEquals(identity().peer(), other.peer());
    }

    @Test
    void its_key_belongs_to_its_certificate() throws Exception {
        Identity identity = identity();
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(identity.key());
        signing.update(new byte[] {1, 2, 3});
        byte[] signature = signing.sign();

        signing.initVerify(identity.certificate());
        signing.update(new byte[] {1, 2, 3});

        assertTrue(signing.verify(signature));
        identity.certificate().verify(identity.certificate().getPublicKey());
    }

    @Test
    void several_who_start_at_once_make_one() throws Exception {
        int starters = 8;
        CyclicBarrier together = new CyclicBarrier(starters);
        List<FutureTask<String>> asking = new ArrayList<>();
        for (int i = 0; i < starters; i++) {
            FutureTask<String> ask = new FutureTask<>(() -> {
                Identity identity = identity();
                together.await();
                return identity.peer().fingerprint();
            });
            asking.add(ask);
            Thread.ofPlatform().start(ask);
        }

        Set<String> fingerprints = new HashSet<>();
        for (FutureTask<String> ask : asking) {
            fingerprints.add(ask.get());
        }
        assertEquals(1, fingerprints.size());
    }

    @Test
    void one_that_others_can_use_is_refused() throws Exception {
        identity().peer();
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
            assertTrue(refused().getMessage().contains("chmod 600"));
        }
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
        identity().peer();
    }

    @Test
    void a_damaged_one_is_refused_and_kept() throws Exception {
        identity().peer();
        List<String> whole = Files.readAllLines(file());
        List<List<String>> damaged = List.of(
                whole.subList(0, 3),
                whole.subList(3, whole.size()),
                List.of("nonsense"),
                whole.stream().map(line -> line.startsWith("M") ? "AAAA" : line).toList());
        for (List<String> lines : damaged) {
            Files.write(file(), lines);
            refused();
            assertEquals(lines, Files.readAllLines(file()));
        }
    }
}
