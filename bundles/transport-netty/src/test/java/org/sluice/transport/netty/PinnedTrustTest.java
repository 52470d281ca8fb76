package org.sluice.transport.netty;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.PeerIdentity;

class PinnedTrustTest {

    private static final X509Certificate FRIEND = SelfSigned.named("one name").certificate();
    private static final X509Certificate STRANGER = SelfSigned.named("one name").certificate();

    private final PinnedTrust trust = new PinnedTrust(PeerIdentity.of(FRIEND)::equals);

    @Test
    void the_key_decides_and_the_name_does_not() {
        for (Executable asking : everyWay(FRIEND)) {
            assertDoesNotThrow(asking);
        }
        for (Executable asking : everyWay(STRANGER)) {
            CertificateException refusal = assertThrows(CertificateException.class, asking);
            assertInstanceOf(PinnedTrust.NotTrustedException.class, refusal.getCause());
            assertTrue(refusal.getMessage().contains(PeerIdentity.of(STRANGER).fingerprint()), refusal.getMessage());
        }
    }

    @Test
    void a_friend_further_up_the_chain_does_not_count() {
        assertThrows(
                CertificateException.class,
                () -> trust.checkClientTrusted(new X509Certificate[] {STRANGER, FRIEND}, "EC"));
    }

    @Test
    void nobody_signs_for_others() {
        assertEquals(0, trust.getAcceptedIssuers().length);
    }

    /** With an engine, a socket or neither, as either end. */
    private List<Executable> everyWay(X509Certificate shown) {
        X509Certificate[] chain = {shown};
        return List.of(
                () -> trust.checkClientTrusted(chain, "EC"),
                () -> trust.checkServerTrusted(chain, "EC"),
                () -> trust.checkClientTrusted(chain, "EC", new Socket()),
                () -> trust.checkServerTrusted(chain, "EC", new Socket()),
                () -> trust.checkClientTrusted(
                        chain, "EC", javax.net.ssl.SSLContext.getDefault().createSSLEngine()),
                () -> trust.checkServerTrusted(
                        chain, "EC", javax.net.ssl.SSLContext.getDefault().createSSLEngine()));
    }
}
