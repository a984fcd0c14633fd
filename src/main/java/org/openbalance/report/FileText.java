package org.openbalance.report;

/// A file that grows piece by piece, as long as one answer of Lambda holds it.
final class FileText {

    /// An answer of Lambda has 6 MB at most, its head and what is around it included.
    static final int MOST_BYTES = 5_800_000;

    private final StringBuilder text = new StringBuilder();
    private final String end;
    private long bytes;

    /// @param end what the file ends with; there is always room for it
    FileText(String begin, String end) {
        this.end = end;
        this.text.append(begin);
        this.bytes = bytes(begin) + bytes(end);
    }

    /// @return false if it does not fit any more; then it is left out
    boolean add(String piece) {
        var more = bytes(piece);
        if (bytes + more > MOST_BYTES) {
            return false;
        }
        text.append(piece);
        bytes += more;
        return true;
    }

    /// As it stands in the answer, which is JSON around a text: UTF-8, and some characters led in by a backslash.
    private static long bytes(String piece) {
        return piece.codePoints().mapToLong(FileText::bytes).sum();
    }

    private static int bytes(int point) {
        if (point == '"' || point == '\\' || point == '\n' || point == '\r' || point == '\t') {
            return 2;
        }
        if (point < 0x20) {
            return 6;
        }
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /// @param complete whether all is in it
    record Written(String text, boolean complete) {}

    Written written(boolean complete) {
        return new Written(text + end, complete);
    }
}
