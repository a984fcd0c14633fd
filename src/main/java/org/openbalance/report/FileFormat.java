package org.openbalance.report;

import java.util.Locale;
import java.util.Set;
import org.openbalance.api.Body;
import org.openbalance.transaction.TransactionLimits;

/// How a file of lines is written.
///
/// @param bom whether a text begins with a byte order mark, which some spreadsheets need for letters beyond ASCII
record FileFormat(Kind kind, boolean bom) {

    enum Kind {
        CSV("text/csv; charset=utf-8", TransactionLimits.COUNTED),
        JSON("application/json", 4_000);

        private final String mediaType;
        private final int most;

        Kind(String mediaType, int most) {
            this.mediaType = mediaType;
            this.most = most;
        }

        /// Lines of a file: an answer of Lambda has 6 MB at most.
        int most() {
            return most;
        }

        String mediaType() {
            return mediaType;
        }

        String extension() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static FileFormat of(Body body) {
        var json = body.oneOf("downloadType", Set.of("csv", "json"))
                .filter("json"::equals)
                .isPresent();
        return new FileFormat(json ? Kind.JSON : Kind.CSV, body.flag("bom", false));
    }
}
