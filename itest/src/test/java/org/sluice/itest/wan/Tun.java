package org.sluice.itest.wan;

import java.io.IOException;
import org.sluice.itest.wan.c.Kernel;

/**
 * A TUN device: what the kernel routes to it is read here as packets of IP, and what is written here the kernel takes for received.
 *
 * @see <a href="https://docs.kernel.org/networking/tuntap.html">Universal TUN/TAP device driver</a>
 */
final class Tun implements AutoCloseable {

    /** As long as a packet of IP can be. */
    static final int LONGEST_PACKET = 65_535;

    private final Kernel kernel;
    private final String name;
    private final int fd;

    /** Makes the device; it goes when this is closed. */
    Tun(Kernel kernel, String name) throws IOException {
        this.kernel = kernel;
        this.name = name;
        fd = kernel.open("/dev/net/tun", Kernel.O_RDWR | Kernel.O_NONBLOCK | Kernel.O_CLOEXEC);
        if (fd < 0) {
            throw new IOException("opening /dev/net/tun: error " + -fd);
        }
        int made = kernel.tunsetiff(fd, name, (short) (Kernel.IFF_TUN | Kernel.IFF_NO_PI));
        if (made < 0) {
            kernel.close(fd);
            throw new IOException("making the device " + name + ": error " + -made);
        }
    }

    String name() {
        return name;
    }

    /** Reads a packet to an address with room for the longest, and tells its length; negative when none waits. */
    int read(long address) {
        return kernel.read(fd, address, LONGEST_PACKET);
    }

    /** Hands a packet to the kernel, which may be out of memory for it as any receiver. */
    void write(long address, int length) {
        kernel.write(fd, address, length);
    }

    /** Waits until a packet waits at one of two, at most so long. */
    static void await(Tun one, Tun other, long nanos) {
        one.kernel.awaitReadable(one.fd, other.fd, nanos);
    }

    @Override
    public void close() {
        kernel.close(fd);
    }
}
