package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/// Dates as banks write them in JSON: ISO 8601, with a zone, without one, or as a day alone. What has no zone is in the
/// bank's own. What is missing or not understood is empty, and never today.
public final class BankDates {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private BankDates() {}

    /// A moment; a day alone is its beginning.
    public static Optional<Instant> moment(JsonNode date, ZoneId bank) {
        return read(date).map(known -> switch (known) {
            case OffsetDateTime zoned -> zoned.toInstant();
            case LocalDateTime local -> local.atZone(bank).toInstant();
            default -> LocalDate.from(known).atStartOfDay(bank).toInstant();
        });
    }

    /// A day at the bank.
    public static Optional<LocalDate> day(JsonNode date, ZoneId bank) {
        return read(date).map(known -> switch (known) {
            case OffsetDateTime zoned -> zoned.atZoneSameInstant(bank).toLocalDate();
            default -> LocalDate.from(known);
        });
    }

    private static Optional<TemporalAccessor> read(JsonNode date) {
        try {
            return Optional.ofNullable(date.textValue())
                    .map(text ->
                            FORM.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
        } catch (DateTimeException notUnderstood) {
            return Optional.empty();
        }
    }
}
