package org.openbalance.bank.sandbox;

import java.util.List;

/// What happens on an account from one payday to the next.
///
/// @param start the minute of the payday
/// @param end the minute of the next one, which is not within
/// @param opening what is booked before it, minor units
/// @param movements in the order of their booking, none of which lies outside
record LifeCycle(long start, long end, long opening, List<Movement> movements) {

    LifeCycle {
        movements = List.copyOf(movements);
    }

    long ledgerAt(long minute) {
        return opening
                + movements.stream()
                        .filter(movement -> movement.booked() <= minute)
                        .mapToLong(Movement::amount)
                        .sum();
    }

    long availableAt(long minute) {
        return opening
                + movements.stream()
                        .filter(movement -> movement.made() <= minute)
                        .mapToLong(Movement::amount)
                        .sum();
    }
}
