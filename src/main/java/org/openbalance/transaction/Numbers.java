package org.openbalance.transaction;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Whole numbers and texts as bytes: seven bits a byte, the lowest first, and those near to zero the shortest.
final class Numbers {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Numbers() {}

    /// Bytes being written.
    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void number(long number) {
            var rest = (number << 1) ^ (number >> (Long.SIZE - 1));
            while ((rest & -MORE) != 0) {
                bytes.write((int) (rest & (MORE - 1)) | MORE);
                rest >>>= BITS;
            }
            bytes.write((int) rest);
        }

        void text(String text) {
            block(text.getBytes(StandardCharsets.UTF_8));
        }

        void block(byte[] block) {
            number(block.length);
            bytes.writeBytes(block);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /// Bytes being read, in the order in which they were written.
    static final class Reader {

        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        long number() {
            var rest = 0L;
            for (var shift = 0; ; shift += BITS) {
                var next = bytes.get();
                rest |= (long) (next & (MORE - 1)) << shift;
                if (next >= 0) {
                    return (rest >>> 1) ^ -(rest & 1);
                }
            }
        }

        String text() {
            return new String(block(), StandardCharsets.UTF_8);
        }

        byte[] block() {
            var block = new byte[(int) number()];
            bytes.get(block);
            return block;
        }
    }
}
