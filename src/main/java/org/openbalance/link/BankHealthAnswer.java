package org.openbalance.link;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.openbalance.api.AnswerBody;
import org.openbalance.bank.Bank;
import org.openbalance.bank.HealthStatistics;

/// How a bank has answered lately, as answers show it.
@RegisterForReflection
record BankHealthAnswer(
        @JsonProperty("_id") String oldId, String slug, String name, String health, Span lastHour, Span lastDay)
        implements AnswerBody {

    /// @param successRate from 0 to 1 with four decimals; null without a read
    /// @param medianMs null without a read that ended
    @RegisterForReflection
    record Span(
            long reads,
            long failed,
            long timedOut,
            BigDecimal successRate,
            @JsonProperty("median_ms") Long medianMs,
            @JsonProperty("p95_ms") Long p95Ms)
            implements AnswerBody {

        static Span of(HealthStatistics.Figures figures) {
            return new Span(
                    figures.reads(),
                    figures.failed(),
                    figures.slow(),
                    figures.reads() == 0 ? null : BigDecimal.valueOf(figures.success(), 4),
                    orNull(figures.latencies().percentile(50)),
                    orNull(figures.latencies().percentile(95)));
        }

        private static Long orNull(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }
    }

    static BankHealthAnswer of(Bank bank, HealthStatistics.Report report) {
        return new BankHealthAnswer(
                bank.id(),
                bank.slug(),
                bank.name(),
                report.hour().health().wire(),
                Span.of(report.hour()),
                Span.of(report.day()));
    }
}
