package org.sluice.io.fallback.wrong;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sluice.io.FileHandle;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.tck.ContractRun;
import org.sluice.tck.IoBackendContract;
import org.sluice.tck.RightRoot;

/** Backends that are right but for one thing, and the rules of the contract that are run against them. */
final class Backends {

    static final IoBackend RIGHT = new NioBackend();

    private Backends() {}

    /** Runs the rules against roots that are opened right and then made wrong. */
    static ContractRun roots(String rules, UnaryOperator<Root> wrong) {
        return run(rules, new Changed(wrong, RIGHT.features()));
    }

    /** Runs the rules against files that are opened right and then made wrong. */
    static ContractRun files(String rules, UnaryOperator<FileHandle> wrong) {
        return roots(rules, root -> new RightRoot(root) {
            @Override
            public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                return wrong.apply(super.open(file, mode));
            }
        });
    }

    /** Runs the rules against a backend that claims more than it can. */
    static ContractRun claiming(String rules, IoFeature... more) {
        EnumSet<IoFeature> features = EnumSet.copyOf(RIGHT.features());
        features.addAll(Arrays.asList(more));
        return run(rules, new Changed(RightRoot::new, features));
    }

    static ContractRun run(String rules, IoBackend backend) {
        Provider.backend = backend;
        return ContractRun.of(Provider.class, rules);
    }

    /** Leaves a test out where a sentence does not apply even to what is right: only the superuser gives files away. */
    static void applies(String rules, String sentence) {
        assumeTrue(
                roots(rules, RightRoot::new).held().contains(sentence),
                () -> sentence + " does not apply to this user");
    }

    /** A right backend whose roots are changed. */
    record Changed(UnaryOperator<Root> change, Set<IoFeature> features) implements IoBackend {

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public Root root(Path directory) throws IOException {
            return change.apply(RIGHT.root(directory));
        }
    }

    /** Tests run one after another, and the contract makes this itself. */
    static final class Provider extends IoBackendContract {

        private static volatile IoBackend backend = RIGHT;

        @Override
        protected IoBackend backend() {
            return backend;
        }
    }
}
