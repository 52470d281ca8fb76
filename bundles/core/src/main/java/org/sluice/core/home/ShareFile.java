package org.sluice.core.home;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Share;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** The shares that are always offered, in {@code shares}: a line each, as {@link Share#parse} reads it. */
@Component
public final class ShareFile implements Shares {

    private static final String FILE = "shares";

    private final Home home;

    /** The shares kept in {@code home}. */
    @Activate
    public ShareFile(@Reference Home home) {
        this.home = home;
    }

    @Override
    public void add(Share share) throws TransferException {
        if (!Files.isDirectory(share.directory())) {
            throw new TransferException(
                    Reason.USAGE, share.directory() + " is no directory; make it first: mkdir " + share.directory());
        }
        Share absolute = new Share(
                share.name(), share.directory().toAbsolutePath().normalize(), share.readOnly(), share.setId());
        String line = format(absolute);
        if (line.chars().anyMatch(Character::isISOControl) || !Share.parse(line).equals(absolute)) {
            throw new TransferException(
                    Reason.USAGE,
                    "a directory cannot be shared whose name has control characters or ends with :ro or :setid; give it"
                            + " another name");
        }
        edit(lines -> {
            lines.removeIf(other -> isNamed(other, share.name()));
            return lines.add(line);
        });
    }

    private static boolean isNamed(String line, String name) {
        return line.startsWith(name + "=");
    }

    private static String format(Share share) {
        return share.name() + "=" + share.directory() + (share.readOnly() ? ":ro" : share.setId() ? ":setid" : "");
    }

    @Override
    public List<Share> list() throws TransferException {
        try {
            return parse(home.read(FILE));
        } catch (IOException e) {
            throw unusable(IoReason.of(e), e);
        }
    }

    private List<Share> parse(List<String> lines) throws TransferException {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (!lines.get(i).isBlank()) {
                    shares.add(Share.parse(lines.get(i)));
                }
            } catch (IllegalArgumentException e) {
                throw unusable("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(shares);
    }

    @Override
    public boolean remove(String name) throws TransferException {
        return edit(lines -> lines.removeIf(line -> isNamed(line, name)));
    }

    private boolean edit(Home.Edit<Boolean> edit) throws TransferException {
        try {
            return home.edit(FILE, edit);
        } catch (IOException e) {
            throw unusable(IoReason.of(e), e);
        }
    }

    private TransferException unusable(String reason, Exception cause) {
        return new TransferException(Reason.FILE_IO, home.file(FILE) + " cannot be used: " + reason, cause);
    }
}
