package org.sluice.io.linux;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.tck.ContractRun;
import org.sluice.tck.LoopImage;

/** What the contract says of metadata holds on every file system that can keep all of it, not on the test machine's own. */
@Tag("root")
class FileSystemsTest {

    private static final List<String> RULES = List.of(
            "IoMetadataRules",
            "IoEnterRules",
            "IoAttributeRules",
            "IoAclRules",
            "IoHoleRules",
            "IoSpecialRules",
            "IoTimeRules");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4", "xfs", "btrfs"})
    void every_kind_of_metadata_is_kept(String type) throws Exception {
        try (LoopImage image = LoopImage.of(folder, type)) {
            for (String rules : RULES) {
                ContractRun.in(image.directory(), LinuxBackendTest.class, rules).holds();
            }
        }
    }
}
