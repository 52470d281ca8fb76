package org.sluice.core.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What CVS ignores. */
final class Cvs {

    private static final String ALWAYS =
            "RCS SCCS CVS CVS.adm RCSLOG cvslog.* tags TAGS .make.state .nse_depinfo *~ #* .#* ,* _$* *$"
                    + " *.old *.bak *.BAK *.orig *.rej .del-* *.a *.olb *.o *.obj *.so *.exe *.Z *.elc *.ln core .svn/ .git/ .hg/"
                    + " .bzr/";

    private Cvs() {}

    static List<byte[]> patterns() {
        List<byte[]> patterns = new ArrayList<>();
        for (String word : ALWAYS.split(" ")) {
            patterns.add(word.getBytes(StandardCharsets.US_ASCII));
        }
        return patterns;
    }
}
