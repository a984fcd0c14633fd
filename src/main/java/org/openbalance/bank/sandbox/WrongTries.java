package org.openbalance.bank.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.platform.Tenant;

/// Counts wrong tries of one thing, and locks it when there were too many in too short a time.
///
/// @param what begins the keys: what kind of thing is tried
/// @param most the wrong try that locks
record WrongTries(SandboxStore store, InstantSource clock, String what, int most, Duration within) {

    boolean locked(Tenant tenant, String thing) {
        return store.get(tenant, key(thing))
                .map(entry -> recent(entry).size() >= most)
                .orElse(false);
    }

    /// @return whether that locked it
    boolean wrong(Tenant tenant, String thing) {
        var now = clock.instant();
        var counted = store.update(tenant, key(thing), seen -> {
            var times = seen.map(this::recent).orElse(List.of());
            return entry(times, now);
        });
        return recent(counted).size() >= most;
    }

    void forget(Tenant tenant, String thing) {
        store.remove(tenant, key(thing));
    }

    private Entry entry(List<Long> times, Instant now) {
        var text = times.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return Entry.until(now.plus(within), (text + ' ' + now.getEpochSecond()).strip());
    }

    /// Seconds since the epoch of the wrong tries that still count.
    private List<Long> recent(Entry entry) {
        var oldest = clock.instant().minus(within).getEpochSecond();
        return Arrays.stream(entry.text().split(" "))
                .map(Long::valueOf)
                .filter(time -> time > oldest)
                .toList();
    }

    private String key(String thing) {
        return what + '#' + thing;
    }
}
