package org.sluice.chunks;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The compression function on as many blocks as a vector has lanes.
 *
 * <p>The rounds are a loop because HotSpot never compiles a method of more than 8000 bytes of code, which the rounds one
 * by one would be. Four steps at a time stand interleaved, for none of the four waits for another. The words of the block
 * stay in memory: were they held in variables beside the state, C2 would run out of registers, order the instructions to
 * save registers, undo the interleaving and lose a sixth of the speed.
 */
final class VectorCompression {

    private static final VectorSpecies<Integer> SPECIES = Transposition.SPECIES;
    private static final int[] PERMUTATION = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

    private static final int LANES = Transposition.LANES;

    /** Where the vectors stand in the words a compression works on: 16 of the block, 8 chaining, 2 of the counter. */
    static final int CHAINING = 16 * LANES;

    static final int COUNTER_LOW = 24 * LANES;
    static final int COUNTER_HIGH = 25 * LANES;
    static final int WORDS = 26 * LANES;

    /** Where the word a round takes as its n-th stands, the 16 of the first round before those of the second. */
    private static final int[] SCHEDULE = schedule();

    private VectorCompression() {}

    private static int[] schedule() {
        int[] schedule = new int[16 * Compression.ROUNDS];
        for (int i = 0; i < 16; i++) {
            int word = i;
            for (int round = 0; round < Compression.ROUNDS; round++) {
                schedule[16 * round + i] = word * LANES;
                word = PERMUTATION[word];
            }
        }
        return schedule;
    }

    /** Replaces the chaining vectors by their compression with the block. */
    static void compress(int[] words, int flags) {
        IntVector v0 = IntVector.fromArray(SPECIES, words, CHAINING + 0 * LANES);
        IntVector v1 = IntVector.fromArray(SPECIES, words, CHAINING + 1 * LANES);
        IntVector v2 = IntVector.fromArray(SPECIES, words, CHAINING + 2 * LANES);
        IntVector v3 = IntVector.fromArray(SPECIES, words, CHAINING + 3 * LANES);
        IntVector v4 = IntVector.fromArray(SPECIES, words, CHAINING + 4 * LANES);
        IntVector v5 = IntVector.fromArray(SPECIES, words, CHAINING + 5 * LANES);
        IntVector v6 = IntVector.fromArray(SPECIES, words, CHAINING + 6 * LANES);
        IntVector v7 = IntVector.fromArray(SPECIES, words, CHAINING + 7 * LANES);
        IntVector v8 = IntVector.broadcast(SPECIES, Compression.IV0);
        IntVector v9 = IntVector.broadcast(SPECIES, Compression.IV1);
        IntVector v10 = IntVector.broadcast(SPECIES, Compression.IV2);
        IntVector v11 = IntVector.broadcast(SPECIES, Compression.IV3);
        IntVector v12 = IntVector.fromArray(SPECIES, words, COUNTER_LOW);
        IntVector v13 = IntVector.fromArray(SPECIES, words, COUNTER_HIGH);
        IntVector v14 = IntVector.broadcast(SPECIES, Compression.BLOCK);
        IntVector v15 = IntVector.broadcast(SPECIES, flags);
        for (int round = 0; round < Compression.ROUNDS; round++) {
            int at = 16 * round;
            v0 = v0.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 0])).add(v4);
            v1 = v1.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 2])).add(v5);
            v2 = v2.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 4])).add(v6);
            v3 = v3.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 6])).add(v7);
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
            v0 = v0.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 1])).add(v4);
            v1 = v1.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 3])).add(v5);
            v2 = v2.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 5])).add(v6);
            v3 = v3.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 7])).add(v7);
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);
            v0 = v0.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 8])).add(v5);
            v1 = v1.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 10])).add(v6);
            v2 = v2.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 12])).add(v7);
            v3 = v3.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 14])).add(v4);
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
            v0 = v0.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 9])).add(v5);
            v1 = v1.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 11])).add(v6);
            v2 = v2.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 13])).add(v7);
            v3 = v3.add(IntVector.fromArray(SPECIES, words, SCHEDULE[at + 15])).add(v4);
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
        }
        v0.lanewise(XOR, v8).intoArray(words, CHAINING + 0 * LANES);
        v1.lanewise(XOR, v9).intoArray(words, CHAINING + 1 * LANES);
        v2.lanewise(XOR, v10).intoArray(words, CHAINING + 2 * LANES);
        v3.lanewise(XOR, v11).intoArray(words, CHAINING + 3 * LANES);
        v4.lanewise(XOR, v12).intoArray(words, CHAINING + 4 * LANES);
        v5.lanewise(XOR, v13).intoArray(words, CHAINING + 5 * LANES);
        v6.lanewise(XOR, v14).intoArray(words, CHAINING + 6 * LANES);
        v7.lanewise(XOR, v15).intoArray(words, CHAINING + 7 * LANES);
    }
}
