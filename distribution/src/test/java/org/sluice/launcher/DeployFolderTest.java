package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeployFolderTest {

    @TempDir
    Path directory;

    private Path deploy(String permissions) throws Exception {
        Path deploy = Files.createDirectory(directory.resolve("deploy"));
        return Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwx-w----"})
    void one_that_others_may_write_to_is_refused(String permissions) throws Exception {
        Path deploy = deploy(permissions);

        var refused = assertThrows(LaunchException.class, () -> DeployFolder.check(deploy));

        assertTrue(refused.getMessage().contains("chmod go-w"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "r-xr-xr-x", "rwx------"})
    void one_that_only_its_owner_may_write_to_is_fine(String permissions) throws Exception {
        DeployFolder.check(deploy(permissions));
    }

    @Test
    void there_need_be_none() throws Exception {
        DeployFolder.check(directory.resolve("deploy"));
    }
}
