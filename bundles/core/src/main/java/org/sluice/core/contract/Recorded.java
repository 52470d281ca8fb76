package org.sluice.core.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/**
 * An entry as a sidecar keeps it: all of its metadata, on one line of words with blanks between.
 *
 * @param entry its path is that below the sidecar's directory
 * @param linkTarget of a symbolic link
 * @param attributes its extended attributes, access control lists among them
 */
record Recorded(Entry entry, byte[] linkTarget, Attributes attributes) {

    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "-";
    private static final int WORDS = 13;

    String line() {
        Metadata metadata = entry.metadata();
        List<String> words = new ArrayList<>(List.of(
                entry.kind().name(),
                Long.toString(entry.size()),
                Integer.toOctalString(metadata.mode()),
                Integer.toString(metadata.uid()),
                Integer.toString(metadata.gid()),
                metadata.modified().toString(),
                entry.accessed().map(Instant::toString).orElse(NONE),
                Long.toString(entry.id().device()),
                Long.toString(entry.id().inode()),
                Long.toString(entry.links()),
                Long.toString(entry.device()),
                linkTarget.length == 0 ? NONE : HEX.formatHex(linkTarget),
                quoted(entry.path())));
        attributes.forEach(each -> words.add(HEX.formatHex(each.name()) + "=" + HEX.formatHex(each.value())));
        return String.join(" ", words);
    }

    /** @throws IllegalArgumentException when it is no line of a sidecar */
    static Recorded parse(String line) {
        String[] words = line.split(" ");
        if (words.length < WORDS) {
            throw new IllegalArgumentException("a line of " + words.length + " words");
        }
        Metadata metadata = new Metadata(
                Integer.parseInt(words[2], 8), Integer.parseInt(words[3]), Integer.parseInt(words[4]), time(words[5]));
        Entry entry = new Entry(
                RelPath.parse(unquoted(words[12])),
                EntryKind.valueOf(words[0]),
                Long.parseLong(words[1]),
                metadata,
                new FileId(Long.parseLong(words[7]), Long.parseLong(words[8])),
                Long.parseLong(words[9]),
                Long.parseLong(words[10]),
                Long.parseLong(words[1]),
                words[6].equals(NONE) ? Optional.empty() : Optional.of(time(words[6])),
                Optional.empty());
        List<Attribute> attributes = new ArrayList<>();
        for (int i = WORDS; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("an attribute without a value");
            }
            attributes.add(new Attribute(
                    HEX.parseHex(words[i].substring(0, equals)), HEX.parseHex(words[i].substring(equals + 1))));
        }
        byte[] target = words[11].equals(NONE) ? new byte[0] : HEX.parseHex(words[11]);
        return new Recorded(entry, target, Attributes.of(attributes));
    }

    private static Instant time(String word) {
        try {
            return Instant.parse(word);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(word + " is no time", e);
        }
    }

    // Readable as far as it can be: what is no letter, digit or common sign is %NN.
    private static String quoted(RelPath path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.bytes()) {
            boolean plain = b > 0x20 && b < 0x7f && b != '%';
            text.append(plain ? String.valueOf((char) b) : "%" + HEX.toHexDigits(b));
        }
        return text.isEmpty() ? "%" : text.toString();
    }

    private static byte[] unquoted(String word) {
        if (word.equals("%")) {
            return new byte[0];
        }
        byte[] text = word.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%') {
                bytes[length++] = (byte) HexFormat.fromHexDigits(word, i + 1, Math.min(text.length, i + 3));
                i += 2;
            } else {
                bytes[length++] = text[i];
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }
}
