package org.openbalance.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A schedule of template.yaml, as EventBridge Scheduler keeps it: calls a function at a fixed rate.
///
/// @param name the event's name in the template
/// @param input the event's text, in which Scheduler's keywords stand; empty for Scheduler's own event
record Schedule(String name, Duration every, Optional<String> input) {

    private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

    static Schedule of(String name, Map<?, ?> properties) {
        if (!(properties.get("ScheduleExpression") instanceof String expression)) {
            throw new IllegalArgumentException("the schedule " + name + " lacks its ScheduleExpression");
        }
        return new Schedule(
                name,
                rate(expression),
                properties.get("Input") instanceof String input ? Optional.of(input) : Optional.empty());
    }

    private static Duration rate(String expression) {
        var rate = RATE.matcher(expression);
        if (!rate.matches() || Long.parseLong(rate.group(1)) == 0) {
            throw new IllegalArgumentException("only a rate of minutes, hours or days runs here, not " + expression);
        }
        var unit =
                switch (rate.group(2)) {
                    case "minute" -> ChronoUnit.MINUTES;
                    case "hour" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(rate.group(1)), unit);
    }

    /// What the function is called with at a time.
    byte[] event(Instant scheduled) {
        var time = scheduled.truncatedTo(ChronoUnit.SECONDS).toString();
        var execution = UUID.randomUUID().toString();
        return input.map(text -> text.replace("<aws.scheduler.scheduled-time>", time)
                        .replace("<aws.scheduler.execution-id>", execution)
                        .replace("<aws.scheduler.attempt-number>", "1")
                        .replace("<aws.scheduler.schedule-arn>", arn()))
                .orElseGet(() -> own(time, execution))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String own(String time, String execution) {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", execution);
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", HttpEvent.ACCOUNT);
        event.put("time", time);
        event.put("region", DynamoDbLocal.REGION);
        event.putArray("resources").add(arn());
        event.put("detail", "{}");
        return event.toString();
    }

    private String arn() {
        return "arn:aws:scheduler:" + DynamoDbLocal.REGION + ':' + HttpEvent.ACCOUNT + ":schedule/default/" + name;
    }
}
