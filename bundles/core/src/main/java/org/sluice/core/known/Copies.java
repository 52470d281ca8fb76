package org.sluice.core.known;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.KnownFile;
import org.sluice.io.RelPath;

/**
 * Files that were copied on this machine, until the index is opened: a copy consists of the chunks of its source, and to open
 * the index for that would take longer than many a copy. A file of records under SLUICE_HOME; a damaged one ends it.
 *
 * <pre>
 * record  length:4  crc:4  from  root  path  to
 * key     device:8  inode:8  size:8  (seconds:8  nanos:4)*2
 * </pre>
 */
public final class Copies {

    /**
     * A copy.
     *
     * @param from what the source was, before and after it was copied
     * @param to where the copy is, and what it was when it had its name
     */
    public record Copy(FileKey from, KnownFile to) {}

    /** Longest file of records that is added to. */
    private static final long MOST = 16L << 20;

    private static final int LONGEST = 64 << 10;

    private final Path folder;
    private final Path file;

    /** Those noted in a folder, which need not exist. */
    public Copies(Path folder) {
        this.folder = folder;
        file = folder.resolve("copies");
    }

    /** Notes copies for whoever opens the index next. */
    public void add(List<Copy> copies) throws IOException {
        if (copies.isEmpty() || !Files.isDirectory(folder)) {
            return;
        }
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (Copy copy : copies) {
            byte[] record = record(copy);
            records.write(ByteBuffer.allocate(8)
                    .putInt(record.length)
                    .putInt(crc(record))
                    .array());
            records.write(record);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            if (channel.size() < MOST) {
                channel.write(ByteBuffer.wrap(records.toByteArray()));
            }
        }
    }

    /** All that was noted; it is noted no more. */
    List<Copy> take() {
        List<Copy> copies = new ArrayList<>();
        if (!Files.exists(file)) {
            return copies;
        }
        Path ours = file.resolveSibling("copies." + ProcessHandle.current().pid());
        try {
            Files.move(file, ours, StandardCopyOption.ATOMIC_MOVE);
            byte[] records = Files.readAllBytes(ours);
            Files.delete(ours);
            read(records, copies);
        } catch (IOException
                | IllegalArgumentException
                | ArithmeticException
                | DateTimeException
                | IllegalStateException damagedOrTaken) {
            // What cannot be read is read again where it lies.
            return copies;
        }
        return copies;
    }

    private static void read(byte[] bytes, List<Copy> copies) throws IOException {
        DataInputStream records = new DataInputStream(new ByteArrayInputStream(bytes));
        while (records.available() >= 8) {
            int length = records.readInt();
            int crc = records.readInt();
            if (length < 0 || length > LONGEST || length > records.available()) {
                return;
            }
            byte[] record = records.readNBytes(length);
            if (crc(record) != crc) {
                return;
            }
            copies.add(copy(new DataInputStream(new ByteArrayInputStream(record))));
        }
    }

    private static byte[] record(Copy copy) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(out, copy.from());
        out.writeUTF(copy.to().root().toString());
        byte[] path = copy.to().path().bytes();
        out.writeInt(path.length);
        out.write(path);
        write(out, copy.to().key());
        return bytes.toByteArray();
    }

    private static Copy copy(DataInputStream in) throws IOException {
        FileKey from = key(in);
        Path root = Path.of(in.readUTF());
        byte[] path = in.readNBytes(in.readInt());
        if (!root.isAbsolute()) {
            throw new EOFException();
        }
        return new Copy(from, new KnownFile(root, RelPath.parse(path), key(in)));
    }

    private static void write(DataOutputStream out, FileKey key) throws IOException {
        out.writeLong(key.device());
        out.writeLong(key.inode());
        out.writeLong(key.size());
        for (Instant time : new Instant[] {key.modified(), key.changed()}) {
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
        }
    }

    private static FileKey key(DataInputStream in) throws IOException {
        return new FileKey(in.readLong(), in.readLong(), in.readLong(), time(in), time(in));
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static int crc(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }
}
