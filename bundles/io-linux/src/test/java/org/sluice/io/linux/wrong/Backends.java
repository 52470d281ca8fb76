package org.sluice.io.linux.wrong;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Root;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.tck.ContractRun;
import org.sluice.tck.IoBackendContract;
import org.sluice.tck.RightRoot;

/** This backend made wrong in one thing, and the rules of the contract that are run against it. */
final class Backends {

    private static final LinuxBackend RIGHT = new LinuxBackend();

    private Backends() {}

    /** Runs the rules against roots that are opened right and then made wrong. */
    static ContractRun roots(String rules, UnaryOperator<Root> wrong) {
        Provider.backend = new Changed(wrong);
        return ContractRun.of(Provider.class, rules);
    }

    /** Leaves a test out where a sentence does not apply even to what is right, for this user or this file system. */
    static void applies(String rules, String sentence) {
        assumeTrue(roots(rules, RightRoot::new).held().contains(sentence), () -> sentence + " does not apply here");
    }

    /** The right backend, whose roots are changed. */
    record Changed(UnaryOperator<Root> change) implements IoBackend {

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public Set<IoFeature> features() {
            return RIGHT.features();
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
