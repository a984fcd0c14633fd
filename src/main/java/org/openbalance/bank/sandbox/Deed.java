package org.openbalance.bank.sandbox;

/// What a line of a sandbox account is about.
enum Deed {
    SALARY,
    THIRTEENTH_MONTH,
    /// What a trade or a firm takes in.
    TAKINGS,
    /// What comes into an account in dollars.
    REMITTANCE,
    INTEREST,
    WITHHOLDING_TAX,
    OVERDRAFT_INTEREST,
    LOAN_RECEIVED,
    LOAN_REPAID,
    /// Into a savings group, an ajo or esusu.
    THRIFT_PAID,
    THRIFT_RECEIVED,
    RENT,
    ELECTRICITY,
    TELEVISION,
    SCHOOL_FEES,
    /// To a relative.
    FAMILY,
    PAYROLL,
    TAX,
    SUPPLIER,
    CARD,
    WEB,
    TRANSFER_OUT,
    TRANSFER_IN,
    TRANSFER_FEE,
    VAT,
    /// The levy on what comes in by transfer, which is the stamp duty of such.
    LEVY,
    AIRTIME,
    DATA,
    ATM,
    /// Cash by the terminal of a shop.
    AGENT_CASH,
    CASH_IN,
    BET,
    BET_WON,
    /// Of a transfer that failed.
    REVERSAL,
    REFUND,
    /// A fee that is taken by mistake.
    WRONG_CHARGE,
    CORRECTION,
    SMS_CHARGE,
    CARD_FEE,
    ACCOUNT_FEE,
    TO_SAVINGS,
    FROM_SAVINGS
}
