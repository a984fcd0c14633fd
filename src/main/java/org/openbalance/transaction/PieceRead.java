package org.openbalance.transaction;

import java.util.Optional;
import org.openbalance.bank.BankTransactions;

/// What a bank gave of the days that it was asked for.
///
/// @param answer empty where the bank gives nothing so far back, while it gives later days
record PieceRead(ReadDays.Piece piece, Optional<BankTransactions> answer) {

    static PieceRead of(ReadDays.Piece piece, BankTransactions answer) {
        return new PieceRead(piece, Optional.of(answer));
    }

    boolean isComplete() {
        return answer.filter(BankTransactions::complete).isPresent();
    }
}
