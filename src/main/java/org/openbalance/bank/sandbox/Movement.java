package org.openbalance.bank.sandbox;

/// A line of a life before it is put into words.
///
/// @param made the minute at which it shows: as pending, unless it is booked at once
/// @param booked the minute at which it is booked
/// @param amount minor units, less than nothing for what leaves the account
/// @param thread what happened: the lines of one thing, such as a transfer, its fee and its reversal, have one
record Movement(long made, long booked, long amount, Deed deed, long thread) {

    boolean isPendingAt(long minute) {
        return made <= minute && booked > minute;
    }
}
