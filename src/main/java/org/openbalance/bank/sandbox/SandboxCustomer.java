package org.openbalance.bank.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankCustomer;
import org.openbalance.money.AccountNumber;

/// A customer of a sandbox bank. All but what was chosen at its making follows from its seed, so that the same tenant,
/// bank and user name give the same person each time.
///
/// @param id 24 hex digits: the bank's own reference of the customer
/// @param currency of the accounts, but for one in dollars beside those in naira
/// @param country that the customer lives in, of ISO 3166
/// @param nubans one for each account; [WellKnownUser#USER_CURRENCIES] has accounts without
public record SandboxCustomer(
        String id,
        Bank bank,
        String username,
        String name,
        Holder type,
        ActivityLevel volume,
        int identity,
        int internetSpeed,
        Currency currency,
        String country,
        List<String> nubans,
        Instant createdAt,
        long seed) {

    private static final int PHONE_FROM = 25;
    private static final int EMAIL_FROM = 50;
    private static final int BVN_FROM = 75;

    /// A domiciliary account is opened by those with this many.
    private static final int ACCOUNTS_WITH_DOLLARS = 3;

    private static final int DOLLAR_INDEX = 2;
    private static final int LIFE_MONTHS = 24;

    /// A country whose banks' codes begin with another digit than zero: no bank has this one.
    private static final String ABROAD = "DE";

    private static final String BRANCH_ABROAD = "00000";
    private static final String NUMBER_ABROAD = "0000000001";

    private static final long ENOUGH_DIGITS = 1_000_000_000_000L;

    private static final long PHONE_PLACE = 101;
    private static final long BVN_PLACE = 102;
    private static final long COMPANY_PLACE = 103;

    private static final List<Duration> LATENCIES =
            List.of(Duration.ofMillis(150), Duration.ofMillis(50), Duration.ZERO);

    public SandboxCustomer {
        nubans = List.copyOf(nubans);
    }

    public List<SandboxAccount> accounts() {
        if (WellKnownUser.of(username)
                .filter(WellKnownUser.USER_CURRENCIES::equals)
                .isPresent()) {
            return accountsAbroad();
        }
        return IntStream.range(0, nubans.size()).mapToObj(this::account).toList();
    }

    private SandboxAccount account(int index) {
        var dollars =
                currency.equals(NewCustomer.naira()) && nubans.size() >= ACCOUNTS_WITH_DOLLARS && index == DOLLAR_INDEX;
        return new SandboxAccount(
                index,
                reference(index),
                Optional.of(new AccountNumber(AccountNumber.Scheme.NUBAN, nubans.get(index))),
                name.toUpperCase(Locale.ROOT),
                dollars ? "domiciliary" : ordinaryType(index),
                dollars ? Currency.getInstance("USD") : currency);
    }

    private List<SandboxAccount> accountsAbroad() {
        var iban = Optional.of(AccountNumber.iban(ABROAD, BRANCH_ABROAD + bank.code() + NUMBER_ABROAD));
        return List.of(
                abroad(0, iban, "current", "EUR"),
                abroad(1, iban, "current", "USD"),
                abroad(2, Optional.empty(), "savings", "ISK"));
    }

    private SandboxAccount abroad(int index, Optional<AccountNumber> number, String type, String currency) {
        return new SandboxAccount(
                index, reference(index), number, name.toUpperCase(Locale.ROOT), type, Currency.getInstance(currency));
    }

    private String ordinaryType(int index) {
        if (type == Holder.CORP) {
            return "corporate";
        }
        return index % 2 == 0 ? "savings" : "current";
    }

    private String reference(int index) {
        return id + '-' + index;
    }

    /// Eleven digits, as a Bank Verification Number has.
    public String bvn() {
        return "22" + digits(BVN_PLACE, 9);
    }

    public String phone() {
        return "+23480" + digits(PHONE_PLACE, 8);
    }

    /// At a domain that receives no mail (RFC 2606).
    public String email() {
        return "customer." + id.substring(id.length() - 8) + "@example.com";
    }

    /// What a bank for firms asks for besides user name and password: `RC` and six digits.
    public String companyId() {
        return WellKnownUser.of(username)
                .map(known -> WellKnownUser.COMPANY_ID)
                .orElseGet(() -> "RC" + digits(COMPANY_PLACE, 6));
    }

    private String digits(long place, int count) {
        var number = String.valueOf(SandboxSeed.below(SandboxSeed.mix(seed, place), ENOUGH_DIGITS) + ENOUGH_DIGITS);
        return number.substring(number.length() - count);
    }

    /// What the bank knows of its customer, as complete as its knowledge.
    BankCustomer asKnown() {
        return new BankCustomer(
                id, name, knownFrom(BVN_FROM, bvn()), knownFrom(PHONE_FROM, phone()), knownFrom(EMAIL_FROM, email()));
    }

    private Optional<String> knownFrom(int completeness, String value) {
        return identity >= completeness ? Optional.of(value) : Optional.empty();
    }

    /// How long the bank takes over each visit of this customer.
    Duration latency() {
        return LATENCIES.get(internetSpeed - NewCustomer.SLOWEST);
    }

    BalanceScript script(SandboxAccount account) {
        return new BalanceScript(SandboxSeed.mix(seed, account.index()), volume, account.type(), account.currency());
    }

    /// From [#LIFE_MONTHS] before the customer was made, on and on.
    Life life(SandboxAccount account) {
        var script = script(account);
        var since = BankTime.start(BankTime.day(BankTime.minute(createdAt)).minusMonths(LIFE_MONTHS));
        return new Life(account, script, NarrationStyle.of(bank, script.isNaira(), country), since);
    }
}
