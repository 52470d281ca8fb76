package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sluice.io.RelPath;

/** Kinds of files that are compressed or encrypted already, told by their name or by what they begin with. */
final class FileType {

    private static final Set<String> EXTENSIONS = Set.of(
            // archives
            "7z",
            "apk",
            "br",
            "bz2",
            "cab",
            "deb",
            "gz",
            "jar",
            "lz4",
            "lzma",
            "rar",
            "rpm",
            "tbz",
            "tgz",
            "txz",
            "war",
            "whl",
            "xz",
            "z",
            "zip",
            "zst",
            // pictures
            "avif",
            "gif",
            "heic",
            "heif",
            "jp2",
            "jpeg",
            "jpg",
            "jxl",
            "png",
            "webp",
            // sound and film
            "aac",
            "flac",
            "m4a",
            "m4v",
            "mkv",
            "mov",
            "mp3",
            "mp4",
            "mpeg",
            "mpg",
            "oga",
            "ogg",
            "ogv",
            "opus",
            "webm",
            "wma",
            "wmv",
            // documents that are archives
            "docx",
            "epub",
            "odp",
            "ods",
            "odt",
            "pptx",
            "xlsx",
            // fonts, keys
            "woff",
            "woff2",
            "gpg",
            "pgp",
            "age");

    /** Each with where it stands. */
    private record Magic(int at, byte[] bytes) {

        static Magic of(int at, String bytes) {
            return new Magic(at, bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean begins(MemorySegment content) {
            return content.byteSize() >= at + bytes.length
                    && Arrays.equals(content.asSlice(at, bytes.length).toArray(ValueLayout.JAVA_BYTE), bytes);
        }
    }

    private static final List<Magic> MAGICS = List.of(
            Magic.of(0, "PK\3\4"),
            Magic.of(0, "\u001f\u008b"),
            Magic.of(0, "BZh"),
            Magic.of(0, "\u00fd7zXZ\0"),
            Magic.of(0, "7z\u00bc\u00af\u0027\u001c"),
            Magic.of(0, "Rar!\u001a\7"),
            Magic.of(0, "\u0028\u00b5\u002f\u00fd"),
            Magic.of(0, "\4\"M\u0018"),
            Magic.of(0, "\u00ff\u00d8\u00ff"),
            Magic.of(0, "\u0089PNG\r\n\u001a\n"),
            Magic.of(0, "GIF8"),
            Magic.of(8, "WEBP"),
            Magic.of(4, "ftyp"),
            Magic.of(0, "OggS"),
            Magic.of(0, "fLaC"),
            Magic.of(0, "ID3"),
            Magic.of(0, "\u001aE\u00df\u00a3"),
            Magic.of(0, "wOF2"));

    private FileType() {}

    /** Whether files of such a name hold what does not compress. */
    static boolean isPacked(RelPath name) {
        String text = name.toString();
        int dot = text.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(text.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether a file that begins so holds what does not compress. */
    static boolean isPacked(MemorySegment beginning) {
        return MAGICS.stream().anyMatch(magic -> magic.begins(beginning));
    }
}
