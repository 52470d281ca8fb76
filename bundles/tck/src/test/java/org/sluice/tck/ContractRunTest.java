package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ContractRunTest {

    abstract static class Contract {

        abstract int number();

        @Test
        void it_is_even() {
            assertEquals(0, number() % 2);
        }

        @RepeatedTest(3)
        void it_is_above(RepetitionInfo repetition) {
            assertTrue(number() > repetition.getCurrentRepetition());
        }

        @Test
        void it_is_prime() {
            assumeTrue(number() < 0, "not known");
        }
    }

    static class Four extends Contract {
        @Override
        int number() {
            return 4;
        }
    }

    static class Two extends Contract {
        @Override
        int number() {
            return 2;
        }
    }

    static class Three extends Contract {
        @Override
        int number() {
            return 3;
        }
    }

    static class Unready extends Contract {
        @BeforeAll
        static void prepare() {
            throw new IllegalStateException("no numbers today");
        }

        @Override
        int number() {
            return 4;
        }
    }

    static class Empty {}

    @Test
    void a_right_provider_holds_every_sentence_but_those_that_do_not_apply() {
        ContractRun run = ContractRun.of(Four.class);

        run.holds();
        assertEquals(Set.of("it_is_even", "it_is_above"), run.held());
    }

    @Test
    void a_wrong_provider_fails_the_sentence_it_breaks() {
        ContractRun.of(Two.class).failsExactly("it_is_above");
        ContractRun.of(Three.class).failsExactly("it_is_above", "it_is_even");
    }

    abstract static class LargeContract extends Contract {
        @Test
        void it_is_above_a_hundred() {
            assertTrue(number() > 100);
        }
    }

    static class Large extends LargeContract {
        @Override
        int number() {
            return 3;
        }
    }

    @Test
    void the_rules_of_one_class_are_run_alone() {
        ContractRun.of(Large.class, "LargeContract").failsExactly("it_is_above_a_hundred");
        ContractRun.of(Large.class, "Contract").failsExactly("it_is_above", "it_is_even");
    }

    @Test
    void a_sentence_too_many_or_too_few_is_noticed() {
        assertThrows(AssertionError.class, () -> ContractRun.of(Three.class).failsExactly("it_is_even"));
        assertThrows(AssertionError.class, () -> ContractRun.of(Two.class).failsExactly("it_is_above", "it_is_even"));
        assertThrows(AssertionError.class, () -> ContractRun.of(Two.class).holds());
    }

    @Test
    void a_provider_that_cannot_be_prepared_fails_by_its_class() {
        ContractRun.of(Unready.class).failsExactly("ContractRunTest$Unready");
    }

    @Test
    void a_contract_without_sentences_does_not_hold() {
        assertThrows(AssertionError.class, () -> ContractRun.of(Empty.class).holds());
    }
}
