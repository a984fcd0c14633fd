package org.openbalance.bank.kit;

/// What the link to a next page may say in place of where that is.
public enum Lie {
    OTHER_HOST,
    OTHER_RESOURCE,
    /// `null/transactions?…`, as of a bank that lost its own address.
    NO_HOST,
    /// To the page that it stands on.
    ITSELF,
    /// To one page after another, for ever.
    ENDLESS,
    /// A parameter that lost its `=`, and so asks for everything.
    BROKEN_PARAMETER
}
