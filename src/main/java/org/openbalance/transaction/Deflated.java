package org.openbalance.transaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Bytes compressed by Deflate, with words of statements known beforehand: an item of a few lines is small too.
final class Deflated {

    private static final int BUFFER = 4096;

    /// What narrations of several countries often have, the most frequent last. What is stored needs these very words,
    /// in this order.
    private static final String WORDS =
            """
            GEHALT LOHN MIETE KARTENZAHLUNG LASTSCHRIFT SEPA UEBERWEISUNG DIRECT DEBIT STANDING ORDER FASTER PAYMENT \
            CONTACTLESS CARD PAYMENT TO BILL PAYMENT ELECTRICITY PREPAID SUBSCRIPTION DSTV BET LOAN REPAYMENT INTEREST \
            SALARY PAYROLL STAMP DUTY VAT COMMISSION ACCOUNT MAINTENANCE FEE SMS ALERT CHARGE ELECTRONIC MONEY \
            TRANSFER LEVY ATM CASH WITHDRAWAL REVERSAL AIRTIME MTN VTU DATA PURCHASE USSD MOBILE TRANSFER FROM \
            WEB PURCHASE POS PURCHASE NIP TRANSFER TO NIP/GTB/NIP/UBA/NIP/ACCESS/NIP/ZENITH/TRF/""";

    private Deflated() {}

    static byte[] of(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setDictionary(WORDS.getBytes(StandardCharsets.US_ASCII));
            deflater.setInput(plain);
            deflater.finish();
            var bytes = new ByteArrayOutputStream();
            var buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                bytes.write(buffer, 0, deflater.deflate(buffer));
            }
            return bytes.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] inflated(byte[] deflated) {
        var inflater = new Inflater(true);
        try {
            inflater.setDictionary(WORDS.getBytes(StandardCharsets.US_ASCII));
            inflater.setInput(deflated);
            var bytes = new ByteArrayOutputStream();
            var buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                var length = inflater.inflate(buffer);
                if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("Lines of an account end too soon");
                }
                bytes.write(buffer, 0, length);
            }
            return bytes.toByteArray();
        } catch (DataFormatException broken) {
            throw new IllegalStateException("Lines of an account do not read", broken);
        } finally {
            inflater.end();
        }
    }
}
