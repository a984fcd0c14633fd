package org.openbalance.account;

import java.util.HexFormat;

/// The ids of an account's balance and auth.
///
/// Old clients keep a balance's id apart from its account's. Both views' ids are derived from the account's id by
/// flipping fixed bits of its random half, and told back the same way: a read by any of the three ids is one
/// GetItem.
public final class ViewIds {

    private static final int RANDOM_AT = 8;
    private static final long BALANCE = 0x6261_6c61_6e63_6500L;
    private static final long AUTH = 0x6175_7468_0000_0000L;

    private ViewIds() {}

    /// The balance's id for an account's id, and back.
    public static String balance(String id) {
        return flipped(id, BALANCE);
    }

    /// The auth's id for an account's id, and back.
    public static String auth(String id) {
        return flipped(id, AUTH);
    }

    private static String flipped(String id, long bits) {
        var random = HexFormat.fromHexDigitsToLong(id, RANDOM_AT, id.length());
        return id.substring(0, RANDOM_AT) + HexFormat.of().toHexDigits(random ^ bits);
    }
}
