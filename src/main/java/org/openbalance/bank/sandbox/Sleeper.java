package org.openbalance.bank.sandbox;

import java.time.Duration;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;

/// The port to time passing.
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;

    /// Sleeps as a bank does that takes its time: who interrupts it has stopped to wait.
    default void keepWaiting(Bank bank, Duration duration) {
        if (duration.isZero()) {
            return;
        }
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BankFailure(BankFailure.Kind.SLOW, bank.name() + " did not answer in time");
        }
    }
}
