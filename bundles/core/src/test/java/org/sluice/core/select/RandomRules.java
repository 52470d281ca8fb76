package org.sluice.core.select;

import java.util.List;
import java.util.Random;

/** Rules over a handful of names, so that they often match. */
final class RandomRules {

    static final List<String> DIRECTORIES = List.of("a", "d", "de", "[x]");
    static final List<String> FILES = List.of("b", "ab", "a.o", "b.o", "*", "x\\y", "\u00e9");

    private static final List<String> PARTS = List.of(
            "a",
            "d",
            "de",
            "b",
            "ab",
            "a.o",
            "*",
            "*",
            "**",
            "***",
            "?",
            "*.o",
            "a*",
            "[ab]",
            "[!d]",
            "[[:alpha:]]*",
            "[a-c]b",
            "d?",
            "\\*",
            "x\\y",
            "*x\\\\y",
            "\\[x]",
            "[x]",
            "\u00e9",
            "d*e",
            "[]x]*",
            "**o",
            "[^a-b]",
            "[x",
            "a**");

    private RandomRules() {}

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder(random.nextInt(3) == 0 ? "/" : "");
        int parts = 1 + (random.nextInt(2) == 0 ? 0 : random.nextInt(3));
        for (int i = 0; i < parts; i++) {
            pattern.append(i > 0 ? "/" : "").append(one(PARTS, random));
        }
        return pattern + (random.nextInt(4) == 0 ? "/" : "");
    }

    static String rule(Random random) {
        String name = one(
                List.of("-", "-", "-", "+", "+", "H", "S", "P", "R", "exclude", "include", "hide", "protect"), random);
        boolean sided = name.length() == 1 ? "-+".contains(name) : name.endsWith("clude");
        String modifiers =
                one(sided ? List.of("", "", "", "", "!", "p", "s", "r", "/") : List.of("", "", "!", "p"), random);
        String comma = modifiers.isEmpty() ? "" : name.length() > 1 || random.nextBoolean() ? "," : "";
        return random.nextInt(40) == 0
                ? "!"
                : name + comma + modifiers + one(List.of(" ", "_"), random) + pattern(random);
    }

    /** A file of rules. */
    static String file(Random random) {
        StringBuilder file = new StringBuilder("# rules\n\n");
        int rules = random.nextInt(4);
        for (int i = 0; i < rules; i++) {
            file.append(rule(random)).append('\n');
        }
        return file.toString();
    }

    /** A rule about such files. */
    static String perDirectory(Random random) {
        return one(List.of(": .r", ":n .r", "dir-merge .r", ":e .r", ":p .r", ": ../.r", ": /.r"), random);
    }
}
