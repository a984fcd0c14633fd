package org.openbalance.owner;

import java.util.regex.Pattern;

/// A company's logo as the widget can show it: the picture itself, in a `data:` address, for the widget loads nothing
/// from anywhere.
public final class Logo {

    /// Of the whole address, in characters.
    public static final int LENGTH = 32_000;

    private static final Pattern PICTURE =
            Pattern.compile("data:image/(png|jpeg|webp|gif|svg\\+xml);base64,[A-Za-z0-9+/]+={0,2}");

    private Logo() {}

    public static boolean isPicture(String address) {
        return address.startsWith("data:") && PICTURE.matcher(address).matches();
    }
}
