package org.openbalance.bank.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What was set by hand upon an origin of lines. From then on nothing happens by itself on the account, until it is
/// released.
///
/// @param origin [Origin#name]
record SetBalances(String origin, List<Setting> settings) {

    /// More than these are kept as fewer: the two oldest become one.
    static final int MOST = 500;

    private static final String BETWEEN = ";";

    /// @param held what was set; empty for a release
    /// @param correction what the bank books so that the lines come to it, minor units
    record Setting(long minute, Optional<HeldAmounts> held, long correction) {

        private String text() {
            return minute + " " + correction
                    + held.map(amounts -> " " + amounts.available() + " " + amounts.ledger())
                            .orElse("");
        }

        private static Setting read(String text) {
            var numbers = Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
            return new Setting(
                    numbers.get(0),
                    numbers.size() > 2
                            ? Optional.of(new HeldAmounts(numbers.get(2), numbers.get(3)))
                            : Optional.empty(),
                    numbers.get(1));
        }
    }

    SetBalances {
        settings = List.copyOf(settings);
    }

    static SetBalances none(String origin) {
        return new SetBalances(origin, List.of());
    }

    /// What holds now; empty if the account goes on by itself.
    Optional<HeldAmounts> held() {
        return settings.isEmpty() ? Optional.empty() : settings.getLast().held();
    }

    SetBalances with(Setting setting) {
        var all = new ArrayList<>(settings);
        all.add(setting);
        return new SetBalances(origin, all.size() > MOST ? fewer(all) : all);
    }

    /// What was set at first and set again is as if it had been set so at once.
    private static List<Setting> fewer(List<Setting> all) {
        for (var place = 0; place + 1 < all.size(); place++) {
            var first = all.get(place);
            var second = all.get(place + 1);
            if (first.held().isPresent() && second.held().isPresent()) {
                all.set(place, new Setting(first.minute(), second.held(), first.correction() + second.correction()));
                all.remove(place + 1);
                return all;
            }
        }
        return all;
    }

    String text() {
        return origin + BETWEEN + settings.stream().map(Setting::text).collect(Collectors.joining(BETWEEN));
    }

    static SetBalances read(String text) {
        var parts = Arrays.asList(text.split(BETWEEN));
        return new SetBalances(
                parts.getFirst(), parts.stream().skip(1).map(Setting::read).toList());
    }
}
