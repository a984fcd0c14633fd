package org.openbalance.platform.lambda;

/// What a schedule calls a function with, as `template.yaml` words it.
///
/// @param time when the call was due, in ISO 8601; the call itself may be later
/// @param id of this run of the schedule
public record ScheduleEvent(String time, String id) {}
