package org.sluice.core.select;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.select.Reading.Form;

/**
 * One rule taken apart.
 *
 * @param act what it is about
 * @param include whether what matches takes part; of a file, whether it holds patterns to include
 * @param modifiers the letters behind its name
 * @param sides where it holds, when it says so
 * @param argument pattern or name of a file
 */
record RuleText(Act act, boolean include, String modifiers, Optional<Sides> sides, byte[] argument) {

    enum Act {
        MATCH,
        MERGE,
        DIR_MERGE,
        CLEAR
    }

    private static final Map<String, Character> NAMES = Map.of(
            "exclude", '-',
            "include", '+',
            "merge", '.',
            "dir-merge", ':',
            "hide", 'H',
            "show", 'S',
            "protect", 'P',
            "risk", 'R',
            "clear", '!');

    private static final String FOR_PATTERNS = "/!Crspx";
    private static final String FOR_FILES = "-+/Crspxenw";

    static RuleText parse(byte[] text, Reading reading) throws BadRuleException {
        return switch (reading.form()) {
            case RULES -> rule(text);
            case PATTERNS_OR_SIGNED -> signed(text, reading.include());
            case PATTERNS -> {
                boolean clears = reading.cvs() && text.length == 1 && text[0] == '!';
                yield new RuleText(clears ? Act.CLEAR : Act.MATCH, reading.include(), "", Optional.empty(), text);
            }
        };
    }

    private static RuleText signed(byte[] text, boolean include) throws BadRuleException {
        boolean sign = text.length > 1 && text[1] == ' ' && (text[0] == '+' || text[0] == '-');
        if (sign) {
            byte[] pattern = Arrays.copyOfRange(text, 2, text.length);
            return new RuleText(Act.MATCH, text[0] == '+', "", Optional.empty(), notEmpty(pattern, text));
        }
        boolean clears = text.length == 1 && text[0] == '!';
        return new RuleText(clears ? Act.CLEAR : Act.MATCH, include, "", Optional.empty(), text);
    }

    private static RuleText rule(byte[] text) throws BadRuleException {
        String whole = new String(text, StandardCharsets.ISO_8859_1);
        Optional<Map.Entry<String, Character>> name = longName(whole);
        char letter = name.map(Map.Entry::getValue).orElse(whole.charAt(0));
        int at = name.map(entry -> entry.getKey().length()).orElse(1);
        if (letter == '!') {
            if (at < text.length) {
                throw bad(text, "has something behind it");
            }
            return new RuleText(Act.CLEAR, false, "", Optional.empty(), text);
        }
        if (at < text.length && text[at] == ',') {
            at++;
        }
        int modifiersAt = at;
        while (at < text.length && text[at] != ' ' && text[at] != '_') {
            at++;
        }
        String modifiers = whole.substring(modifiersAt, at);
        byte[] argument = Arrays.copyOfRange(text, Math.min(at + 1, text.length), text.length);
        return switch (letter) {
            case '-' -> match(text, false, Optional.empty(), modifiers, argument);
            case '+' -> match(text, true, Optional.empty(), modifiers, argument);
            case 'H' -> match(text, false, Optional.of(Sides.SENDER), modifiers, argument);
            case 'S' -> match(text, true, Optional.of(Sides.SENDER), modifiers, argument);
            case 'P' -> match(text, false, Optional.of(Sides.RECEIVER), modifiers, argument);
            case 'R' -> match(text, true, Optional.of(Sides.RECEIVER), modifiers, argument);
            case '.' -> file(text, Act.MERGE, modifiers, argument);
            case ':' -> file(text, Act.DIR_MERGE, modifiers, argument);
            default -> throw bad(text, "begins with no rule's name");
        };
    }

    private static Optional<Map.Entry<String, Character>> longName(String text) {
        return NAMES.entrySet().stream()
                .filter(name -> text.startsWith(name.getKey()))
                .filter(name -> text.length() == name.getKey().length()
                        || ", _".indexOf(text.charAt(name.getKey().length())) >= 0)
                .findAny();
    }

    private static RuleText match(
            byte[] text, boolean include, Optional<Sides> named, String modifiers, byte[] argument)
            throws BadRuleException {
        refuseOthers(text, modifiers, FOR_PATTERNS);
        if (modifiers.indexOf('x') >= 0) {
            throw bad(text, "is about extended attributes; rules choose entries only");
        }
        if (named.isPresent() && (modifiers.indexOf('s') >= 0 || modifiers.indexOf('r') >= 0)) {
            throw bad(text, "says twice at which side it holds");
        }
        Optional<Sides> sides = named.or(() -> sides(modifiers));
        byte[] pattern = modifiers.indexOf('C') >= 0 ? argument : notEmpty(argument, text);
        return new RuleText(Act.MATCH, include, modifiers, sides, pattern);
    }

    private static RuleText file(byte[] text, Act act, String modifiers, byte[] argument) throws BadRuleException {
        refuseOthers(text, modifiers, FOR_FILES);
        if (modifiers.indexOf('x') >= 0) {
            throw bad(text, "is about extended attributes; rules choose entries only");
        }
        long forms = modifiers.chars().filter(c -> "-+C".indexOf(c) >= 0).count();
        if (forms > 1) {
            throw bad(text, "says twice what its file holds");
        }
        boolean cvs = modifiers.indexOf('C') >= 0;
        for (byte b : argument) {
            if (b == 0) {
                throw bad(text, "names a file with a NUL in its name");
            }
        }
        byte[] name = argument.length == 0 && cvs ? ".cvsignore".getBytes(StandardCharsets.US_ASCII) : argument;
        return new RuleText(act, modifiers.indexOf('+') >= 0, modifiers, sides(modifiers), notEmpty(name, text));
    }

    private static Optional<Sides> sides(String modifiers) {
        boolean sender = modifiers.indexOf('s') >= 0;
        boolean receiver = modifiers.indexOf('r') >= 0;
        if (!sender && !receiver) {
            return Optional.empty();
        }
        return Optional.of(sender && receiver ? Sides.BOTH : sender ? Sides.SENDER : Sides.RECEIVER);
    }

    /** How the file of a merge rule is read. */
    Reading reading(boolean zeroEnded) {
        boolean cvs = has('C');
        Form form = cvs || has('-') || has('+') ? Form.PATTERNS : Form.RULES;
        return new Reading(form, include, cvs || has('w'), zeroEnded && !cvs, cvs, has('/'), has('p'), sides);
    }

    boolean has(char modifier) {
        return modifiers.indexOf(modifier) >= 0;
    }

    private static void refuseOthers(byte[] text, String modifiers, String known) throws BadRuleException {
        for (char modifier : modifiers.toCharArray()) {
            if (known.indexOf(modifier) < 0) {
                throw bad(text, "has a modifier '" + modifier + "' that such a rule does not take");
            }
        }
    }

    private static byte[] notEmpty(byte[] argument, byte[] text) throws BadRuleException {
        if (argument.length == 0) {
            throw bad(text, "ends where a pattern or a file's name is expected");
        }
        return argument;
    }

    static BadRuleException bad(byte[] text, String why) {
        return new BadRuleException("the filter rule \"" + new String(text, StandardCharsets.UTF_8) + "\" " + why);
    }
}
