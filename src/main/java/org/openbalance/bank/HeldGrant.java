package org.openbalance.bank;

import java.util.function.UnaryOperator;

/// The grant of a login in the hands of a connector, for one visit.
public interface HeldGrant {

    /// What the bank gave last, as far as this visit knows.
    Grant grant();

    /// Exchanges the grant for the next one, at a bank whose grants work once or for a while.
    ///
    /// One exchange at a time for a login, however many visits need one: the others wait for it and get what it
    /// brought. The next grant is kept before this returns. It is lost only if the process dies or is frozen
    /// between the bank's answer and that, or the bank's answer itself is; then the bank finds the login expired at
    /// the next exchange. None is begun in the last seconds of a visit.
    ///
    /// @param atBank is given the grant that is kept now, and keeps to the deadline of [Access]; what it throws
    /// leaves that grant in place
    /// @return the grant to go on with
    /// @throws BankFailure `BUSY` if another visit's exchange does not end in time, and what `atBank` throws
    Grant exchange(UnaryOperator<Grant> atBank);

    /// One that is kept nowhere yet, as during a sign-in.
    static HeldGrant unkept(Grant given) {
        return new UnkeptGrant(given);
    }
}
