package org.sluice.chunks;

import java.util.ArrayDeque;
import java.util.Deque;

/** The chaining values of the complete subtrees to the left of what comes next, largest first. */
final class Subtrees {

    private final Deque<int[]> stack = new ArrayDeque<>();
    private long chunks;

    /** How many chunks are below. */
    long chunks() {
        return chunks;
    }

    /**
     * Appends a subtree of {@code size} chunks, a power of two that divides {@link #chunks}, and joins what is complete.
     * Another chunk must follow: none of these is the root.
     */
    void add(int[] cv, int size) {
        int[] joined = cv;
        for (long width = size; (chunks & width) != 0; width <<= 1) {
            joined = Node.parent(stack.removeLast(), joined).chainingValue();
        }
        stack.addLast(joined);
        chunks += size;
    }

    /** The root above these and the last chunk. */
    Node root(Node last) {
        Node node = last;
        while (!stack.isEmpty()) {
            node = Node.parent(stack.removeLast(), node.chainingValue());
        }
        return node;
    }
}
