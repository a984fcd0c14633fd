package org.openbalance.bank.sandbox;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openbalance.bank.Bank;

/// How a bank words its lines, after the habits of several kinds of banks; every name in them is invented.
///
/// In each text a line stands for a [Deed], with places for what [LifeWords] knows. What a style does not word is as
/// in the first.
enum NarrationStyle {
    SLASHES(
            Reference.DIGITS,
            "AUTH/",
            """
            SALARY=NIP/{employer}/SALARY {month}
            THIRTEENTH_MONTH=NIP/{employer}/13TH MONTH {year}
            TAKINGS=NIP/{bank}/{person}/PAYMENT FOR GOODS
            REMITTANCE=INWARD TRANSFER/{employer}/INV {number}
            INTEREST=CREDIT INTEREST {month}
            WITHHOLDING_TAX=WITHHOLDING TAX ON INTEREST {month}
            OVERDRAFT_INTEREST=DEBIT INTEREST ON OVERDRAWN BALANCE
            LOAN_RECEIVED=LOAN DISBURSEMENT/{lender}/{number}
            LOAN_REPAID=LOAN REPAYMENT/{lender}/{number}
            THRIFT_PAID=TRF/{group}/AJO CONTRIBUTION {month}
            THRIFT_RECEIVED=NIP/{group}/AJO PAYOUT
            RENT=TRF/{landlord}/HOUSE RENT {month}
            ELECTRICITY=BILL PAYMENT/PREPAID ELECTRICITY/{meter}
            TELEVISION=BILL PAYMENT/KITEVIEW TV SUBSCRIPTION/{meter}
            SCHOOL_FEES=TRF/{school}/SCHOOL FEES
            FAMILY=TRF/{relative}/FAMILY SUPPORT
            PAYROLL=BULK TRF/STAFF SALARY {month}
            TAX=TAX REMITTANCE/VAT RETURN {month}
            SUPPLIER=NIP/{bank}/{firm}/INV {number}
            CARD=POS PURCHASE/{terminal}/{merchant} {town} NG
            WEB=WEB PURCHASE/{terminal}/{shop}
            TRANSFER_OUT=NIP/{bank}/{person}/{purpose}
            TRANSFER_IN=NIP/{bank}/{person}/{purpose}
            TRANSFER_FEE=NIP CHARGE
            VAT=VAT ON CHARGE
            LEVY=ELECTRONIC MONEY TRANSFER LEVY
            AIRTIME=AIRTIME VTU/KOLACELL/{phone}
            DATA=DATA BUNDLE/KOLACELL/{phone}
            ATM=ATM CASH WITHDRAWAL/{terminal}/{town}
            AGENT_CASH=POS AGENT WITHDRAWAL/{terminal}/{person}
            CASH_IN=CASH DEPOSIT BY {person}
            BET=WEB PURCHASE/{terminal}/EAGLEBET WALLET
            BET_WON=NIP/EAGLEBET/PAYOUT {number}
            REVERSAL=REVERSAL/NIP/{bank}/{person}/{purpose}
            REFUND=REFUND/{terminal}/{shop}
            WRONG_CHARGE=MAINTENANCE FEE
            CORRECTION=REVERSAL OF MAINTENANCE FEE WRONGLY CHARGED
            SMS_CHARGE=SMS ALERT CHARGE {month}
            CARD_FEE=CARD MAINTENANCE FEE {month}
            ACCOUNT_FEE=ACCOUNT MAINTENANCE FEE {month}
            TO_SAVINGS=AUTOSAVE SWEEP TO SAVINGS POCKET
            FROM_SAVINGS=TRANSFER FROM SAVINGS POCKET
            """),
    SENTENCES(
            Reference.LETTERED,
            "PENDING: ",
            """
            SALARY=TRANSFER FROM {employer} BEING {month} SALARY
            TAKINGS=TRANSFER FROM {person} TO {holder} REF {number}
            THRIFT_PAID=TRANSFER TO {group} ESUSU {month}
            THRIFT_RECEIVED=TRANSFER FROM {group} ESUSU COLLECTION
            RENT=TRANSFER TO {landlord} RENT {month}
            SUPPLIER=TRANSFER TO {firm} {bank} INVOICE {number}
            CARD=POS/WEB PURCHASE TRANSACTION -{terminal}- {merchant} {town} LANG
            WEB=POS/WEB PURCHASE TRANSACTION -{terminal}- {shop} LANG
            TRANSFER_OUT=NIBSS INSTANT PAYMENT OUTWARD {number} TO {bank} {person} {purpose}
            TRANSFER_IN=NIBSS INSTANT PAYMENT INWARD {number} FROM {bank} {person} {purpose}
            TRANSFER_FEE=COMMISSION ON NIP TRANSFER
            VAT=VALUE ADDED TAX ON FEES
            LEVY=STAMP DUTY ON ELECTRONIC TRANSFER
            AIRTIME=AIRTIME PURCHASE KOLACELL-{phone}
            DATA=DATA PURCHASE KOLACELL-{phone}
            ATM=CASH WITHDRAWAL FROM ATM -{terminal}- {town}
            BET=POS/WEB PURCHASE TRANSACTION -{terminal}- EAGLEBET LANG
            BET_WON=NIBSS INSTANT PAYMENT INWARD {number} FROM EAGLEBET WINNINGS
            REVERSAL=RVSL NIBSS INSTANT PAYMENT OUTWARD {number} TO {bank} {person}
            """),
    SHORT(
            Reference.NONE,
            "* ",
            """
            SALARY={employer} SAL {month}
            TAKINGS=CIP/CR//{person}/SALES
            LOAN_REPAID=LN REPYMT {number}
            RENT=MOB:{landlord}/RENT
            THRIFT_PAID=MOB:{group}/AJO
            THRIFT_RECEIVED=NIP CR/{group}/AJO
            CARD=POS PRCH {merchant} {town}
            WEB=WEB PRCH {shop}
            TRANSFER_OUT=NIP/{bank}/{person}/{purpose}
            TRANSFER_IN=NIP CR/{bank}/{person}/{purpose}
            TRANSFER_FEE=NIP COMM
            VAT=VAT
            LEVY=FGN EMTL
            AIRTIME=USSD AIRTIME {phone}
            DATA=USSD DATA {phone}
            ATM=ATM WDL {town}
            AGENT_CASH=POS WDL {terminal}
            BET=WEB PRCH EAGLEBET
            REVERSAL=RSVL/NIP/{bank}/{person}
            SMS_CHARGE=SMS {month}
            """),
    WALLET(
            Reference.LONG,
            "Pending - ",
            """
            SALARY=Transfer from {Employer} | Salary {month}
            TAKINGS=Transfer from {Person} | Sales
            LOAN_RECEIVED=Loan disbursed
            LOAN_REPAID=Loan repayment
            THRIFT_PAID=Group savings | {Group}
            THRIFT_RECEIVED=Group savings payout | {Group}
            RENT=Transfer to {Landlord} | rent
            ELECTRICITY=Electricity | {meter}
            TELEVISION=TV | Kiteview {meter}
            SCHOOL_FEES=Transfer to {School} | school fees
            FAMILY=Transfer to {Relative} | family support
            CARD=Card Payment | {Merchant}, {Town}
            WEB=Card Payment | {Shop}
            TRANSFER_OUT=Transfer to {Person} | {Bank} | {purpose}
            TRANSFER_IN=Transfer from {Person} | {Bank} | {purpose}
            TRANSFER_FEE=Transfer fee
            VAT=VAT
            LEVY=Electronic Money Transfer Levy
            AIRTIME=Airtime | Kolacell {phone}
            DATA=Mobile Data | Kolacell {phone}
            ATM=ATM withdrawal | {Town}
            AGENT_CASH=Cash withdrawal | {Person}
            CASH_IN=Cash deposit | {Person}
            BET=Betting | Eaglebet
            BET_WON=Betting payout | Eaglebet
            REVERSAL=Reversal | Transfer to {Person}
            REFUND=Refund | {Shop}
            TO_SAVINGS=Auto-save
            FROM_SAVINGS=Withdrawal from savings
            """),
    COLONS(
            Reference.NONE,
            "HOLD ",
            """
            SALARY=FIP:{bank}/{employer}/SALARY {month}
            TAKINGS=FIP:{bank}/{firm}/PAYT INV {number}
            RENT=MOBILE:{landlord}/RENT {month}
            SUPPLIER=CORP:{bank}/{firm}/INV{number}
            PAYROLL=CORP:BULK SALARIES {month}
            CARD=POS PUR @{terminal} {merchant} {town}
            WEB=WEB PUR @{terminal} {shop}
            TRANSFER_OUT=MOBILE:{bank}/{person}/{purpose}
            TRANSFER_IN=FIP:{bank}/{person}/{purpose}
            TRANSFER_FEE=COMM: FIP TRANSFER
            VAT=VAT: BANK FEES
            LEVY=FGN ELECTRONIC MONEY TRANSFER LEVY
            AIRTIME=AIRTIME:KOLACELL {phone}
            ATM=CASH WDL @{terminal} {town}
            REVERSAL=RVSL:{bank}/{person}
            """),
    ENGLISH(
            Reference.DIGITS,
            "PENDING ",
            """
            SALARY={employer} SALARY {month}
            THIRTEENTH_MONTH={employer} ANNUAL BONUS {year}
            TAKINGS=CREDIT {person} INV {number}
            LOAN_RECEIVED=LOAN ADVANCE {lender}
            LOAN_REPAID=LOAN REPAYMENT {lender}
            THRIFT_PAID=STANDING ORDER {group} SAVINGS CLUB
            THRIFT_RECEIVED=CREDIT {group} SAVINGS CLUB
            RENT=STANDING ORDER {landlord} RENT
            ELECTRICITY=DIRECT DEBIT NORTHLIGHT ENERGY {meter}
            TELEVISION=DIRECT DEBIT KITEVIEW BROADBAND {meter}
            SCHOOL_FEES=TRANSFER TO {school} FEES
            FAMILY=STANDING ORDER {relative}
            REMITTANCE=INWARD TRANSFER {employer}
            PAYROLL=BULK PAYMENT WAGES {month}
            TAX=TAX PAYMENT {month}
            SUPPLIER=PAYMENT TO {firm} INV {number}
            CARD=CARD PAYMENT TO {merchant}
            WEB=CARD PAYMENT TO {shop} ONLINE
            TRANSFER_OUT=TRANSFER TO {person} {purpose}
            TRANSFER_IN=TRANSFER FROM {person} {purpose}
            AIRTIME=DIRECT DEBIT KOLACELL MOBILE
            ATM=CASH WITHDRAWAL {terminal}
            CASH_IN=CASH PAID IN
            BET=CARD PAYMENT TO EAGLEBET ONLINE
            BET_WON=CREDIT EAGLEBET WITHDRAWAL
            REVERSAL=RETURNED TRANSFER TO {person}
            REFUND=CARD REFUND {shop}
            WRONG_CHARGE=SERVICE CHARGE
            CORRECTION=SERVICE CHARGE TAKEN IN ERROR, REFUNDED
            ACCOUNT_FEE=ACCOUNT FEE {month}
            INTEREST=INTEREST PAID {month}
            WITHHOLDING_TAX=TAX ON INTEREST {month}
            OVERDRAFT_INTEREST=OVERDRAFT INTEREST
            TO_SAVINGS=TRANSFER TO SAVINGS
            FROM_SAVINGS=TRANSFER FROM SAVINGS
            """),
    GERMAN(
            Reference.DIGITS,
            "VORGEMERKT ",
            """
            SALARY=GEHALT {month} {employer}
            THIRTEENTH_MONTH=SONDERZAHLUNG {year} {employer}
            TAKINGS=GUTSCHRIFT {person} RECHNUNG {number}
            LOAN_RECEIVED=DARLEHENSAUSZAHLUNG {lender}
            LOAN_REPAID=DARLEHENSRATE {lender} {number}
            THRIFT_PAID=DAUERAUFTRAG SPARVEREIN {group}
            THRIFT_RECEIVED=GUTSCHRIFT SPARVEREIN {group}
            RENT=DAUERAUFTRAG MIETE {landlord}
            ELECTRICITY=SEPA LASTSCHRIFT NORDLICHT STROM {meter}
            TELEVISION=SEPA LASTSCHRIFT MILANBLICK INTERNET {meter}
            SCHOOL_FEES=UEBERWEISUNG {school} BEITRAG
            FAMILY=DAUERAUFTRAG {relative}
            REMITTANCE=GUTSCHRIFT AUSLAND {employer}
            PAYROLL=SAMMELUEBERWEISUNG LOHN {month}
            TAX=SEPA LASTSCHRIFT STEUER {month}
            SUPPLIER=UEBERWEISUNG {firm} RECHNUNG {number}
            CARD=KARTENZAHLUNG {merchant}
            WEB=KARTENZAHLUNG {shop} ONLINE
            TRANSFER_OUT=UEBERWEISUNG {person}
            TRANSFER_IN=GUTSCHRIFT {person}
            AIRTIME=SEPA LASTSCHRIFT KOLACELL MOBILFUNK
            ATM=BARGELDAUSZAHLUNG {terminal}
            CASH_IN=BAREINZAHLUNG
            BET=KARTENZAHLUNG EAGLEBET WETTEN
            BET_WON=GUTSCHRIFT EAGLEBET WETTEN
            REVERSAL=RUECKUEBERWEISUNG {person}
            REFUND=GUTSCHRIFT KARTE {shop}
            WRONG_CHARGE=ENTGELT
            CORRECTION=STORNO ENTGELT
            ACCOUNT_FEE=KONTOFUEHRUNG {month}
            INTEREST=HABENZINSEN {month}
            WITHHOLDING_TAX=KAPITALERTRAGSTEUER {month}
            OVERDRAFT_INTEREST=SOLLZINSEN
            TO_SAVINGS=UEBERTRAG AUF SPARKONTO
            FROM_SAVINGS=UEBERTRAG VOM SPARKONTO
            """),
    FRENCH(
            Reference.DIGITS,
            "EN ATTENTE ",
            """
            SALARY=VIR SALAIRE {month} {employer}
            THIRTEENTH_MONTH=VIR PRIME {year} {employer}
            TAKINGS=VIR DE {person} FACTURE {number}
            LOAN_RECEIVED=DEBLOCAGE PRET {lender}
            LOAN_REPAID=ECHEANCE PRET {lender} {number}
            THRIFT_PAID=VIR PERMANENT TONTINE {group}
            THRIFT_RECEIVED=VIR DE TONTINE {group}
            RENT=VIR PERMANENT LOYER {landlord}
            ELECTRICITY=PRLV AURORE ELECTRICITE {meter}
            TELEVISION=PRLV MILAN INTERNET {meter}
            SCHOOL_FEES=VIR {school} SCOLARITE
            FAMILY=VIR PERMANENT {relative}
            REMITTANCE=VIR ETRANGER {employer}
            PAYROLL=VIR SALAIRES {month}
            TAX=PRLV IMPOTS {month}
            SUPPLIER=VIR {firm} FACTURE {number}
            CARD=CARTE {merchant}
            WEB=CARTE {shop} INTERNET
            TRANSFER_OUT=VIR A {person}
            TRANSFER_IN=VIR DE {person}
            AIRTIME=PRLV KOLACELL MOBILE
            ATM=RETRAIT DAB {terminal}
            CASH_IN=VERSEMENT ESPECES
            BET=CARTE EAGLEBET PARIS
            BET_WON=VIR EAGLEBET GAINS
            REVERSAL=RETOUR VIR {person}
            REFUND=REMBOURSEMENT CARTE {shop}
            WRONG_CHARGE=FRAIS
            CORRECTION=ANNULATION FRAIS
            ACCOUNT_FEE=TENUE DE COMPTE {month}
            INTEREST=INTERETS {month}
            WITHHOLDING_TAX=PRELEVEMENT SUR INTERETS {month}
            OVERDRAFT_INTEREST=INTERETS DEBITEURS
            TO_SAVINGS=VIR VERS EPARGNE
            FROM_SAVINGS=VIR DEPUIS EPARGNE
            """);

    private static final List<String> GERMAN_COUNTRIES = List.of("DE", "AT");
    private static final String FRENCH_COUNTRY = "FR";

    /// What a bank's own ids of lines are like.
    enum Reference {
        NONE,
        DIGITS,
        LETTERED,
        LONG
    }

    private final Reference reference;
    private final String heldPrefix;
    private final Map<Deed, String> texts;

    NarrationStyle(Reference reference, String heldPrefix, String lines) {
        this.reference = reference;
        this.heldPrefix = heldPrefix;
        this.texts = texts(lines);
    }

    private static Map<Deed, String> texts(String lines) {
        var texts = new EnumMap<Deed, String>(Deed.class);
        lines.lines().forEach(line -> {
            var end = line.indexOf('=');
            texts.put(Deed.valueOf(line.substring(0, end)), line.substring(end + 1));
        });
        return texts;
    }

    /// @param country of the customer
    static NarrationStyle of(Bank bank, boolean naira, String country) {
        if (!naira) {
            return abroad(country);
        }
        return SandboxBanks.find(bank.id()).map(NarrationStyle::at).orElse(SLASHES);
    }

    private static NarrationStyle abroad(String country) {
        if (country.equals(FRENCH_COUNTRY)) {
            return FRENCH;
        }
        return GERMAN_COUNTRIES.contains(country) ? GERMAN : ENGLISH;
    }

    private static NarrationStyle at(SandboxBanks bank) {
        return switch (bank) {
            case HARMATTAN, MONSOON -> SLASHES;
            case CALABASH -> SENTENCES;
            case TAMARIND -> SHORT;
            case LAGOON -> WALLET;
            case IRONWOOD -> COLONS;
        };
    }

    Reference reference() {
        return reference;
    }

    /// @param held whether the line is pending still: its text is another once it is booked
    String text(Deed deed, boolean held, LifeWords words) {
        var template = texts.getOrDefault(deed, SLASHES.texts.get(deed));
        return (held ? heldPrefix : "") + words.filled(template);
    }
}
