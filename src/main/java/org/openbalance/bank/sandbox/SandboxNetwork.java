package org.openbalance.bank.sandbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Institution;
import org.openbalance.bank.ListsBanks;

/// A network of [#BANKS] invented banks in nine countries, as large ones have them. Their names are made of invented
/// places and of kinds of houses that no bank is called by. Three of four ask for a user name and a password, the
/// fourth for a one-time password as well; the users of [WellKnownUser] sign in, and accounts are in naira.
final class SandboxNetwork {

    static final String NAME = "sandbox";
    static final int BANKS = 3_000;

    private static final int PAGE = 500;
    private static final int OTP_ONE_IN = 4;

    /// One for all: the check digits of their account numbers tell nothing of the bank.
    private static final String CODE = "907";

    private static final List<Country> COUNTRIES = List.of(
            new Country(
                    "DE",
                    900,
                    List.of("Bürgerkasse %s", "Handelskontor %s", "Heimatbank %s", "Sparhaus %s"),
                    List.of(
                            "Eller",
                            "Hasel",
                            "Birken",
                            "Tannen",
                            "Erlen",
                            "Kranich",
                            "Falken",
                            "Kiesel",
                            "Nebel",
                            "Silber",
                            "Wacholder",
                            "Ginster",
                            "Lärchen",
                            "Föhren",
                            "Brombeer",
                            "Schlehen"),
                    List.of(
                            "moor", "grund", "brück", "hügel", "au", "furt", "born", "heide", "wald", "stein", "winkel",
                            "rode", "büttel", "koog", "egg")),
            new Country(
                    "FR",
                    500,
                    List.of("Comptoir de %s", "Épargne de %s", "Caisse des Artisans de %s", "Maison %s"),
                    List.of(
                            "Valom",
                            "Montér",
                            "Clairfon",
                            "Rochebel",
                            "Vertpré",
                            "Chèvrefeu",
                            "Pontgir",
                            "Larmon",
                            "Brumé",
                            "Fontgar",
                            "Noisil",
                            "Malvau"),
                    List.of("bray", "ville", "lac", "mont", "sac", "ry", "court", "gnac", "don", "val", "ac")),
            new Country(
                    "PL",
                    350,
                    List.of("Kasa Ziemska %s", "Dom Kredytowy %s", "Skarbiec %s"),
                    List.of(
                            "Brzoz", "Klon", "Dęb", "Jarzęb", "Łąk", "Żuraw", "Wierzb", "Świerk", "Jesion", "Olsz",
                            "Głaz", "Śliw"),
                    List.of("owo", "ówka", "niki", "iny", "ów", "owice", "ostaw", "órz", "ęcin", "awa")),
            new Country(
                    "NG",
                    300,
                    List.of("%s Thrift House", "%s Community Vault", "%s Traders Purse"),
                    List.of(
                            "Amber", "Kolanut", "Oriki", "Savanna", "Indigo", "Udara", "Ebony", "Calico", "Iroko",
                            "Harmatt", "Àdìrẹ", "Okun"),
                    List.of("crest", "gate", "field", "brook", "stone", "ridge", "haven", "well", "leaf")),
            new Country(
                    "NL",
                    300,
                    List.of("Spaarhuis %s", "Kredietkantoor %s", "Beurs van %s"),
                    List.of(
                            "Wilgen", "Iepen", "Zilver", "Reiger", "Molen", "Duin", "Veen", "Linde", "Eiken", "Kievit",
                            "Riet", "Zwaluw"),
                    List.of("oord", "hoeve", "meer", "sloot", "kade", "burcht", "horst", "laar", "donk")),
            new Country(
                    "SE",
                    200,
                    List.of("%s Bygdekassa", "Bankhuset %s", "%s Sparstuga"),
                    List.of("Björk", "Gran", "Älg", "Sjö", "Norr", "Öster", "Ljung", "Tall", "Hjort", "Åker"),
                    List.of("ånger", "vallen", "näset", "hyttan", "åsen", "forsen", "lunda")),
            new Country(
                    "GH",
                    150,
                    List.of("%s Cocoa House", "%s Market Vault", "%s Drum Savings"),
                    List.of("Adinkra", "Kente", "Akoma", "Odum", "Asase", "Nkwa", "Sika", "Boafo"),
                    List.of("hill", "shore", "grove", "bend", "rise", "dale", "bay")),
            new Country(
                    "KE",
                    150,
                    List.of("%s Deposit House", "%s Harvest Vault", "%s Wayfarers Purse"),
                    List.of("Twiga", "Mawingu", "Nyota", "Upepo", "Mlima", "Kahawa", "Tembo", "Jacaranda"),
                    List.of("plain", "rift", "peak", "spring", "mara", "dawn", "trail")),
            new Country(
                    "ZA",
                    150,
                    List.of("%s Veld House", "%s Mutual Purse", "%s Spaarkamer"),
                    List.of("Protea", "Fynbos", "Kremetart", "Aalwyn", "Rooibos", "Spekboom", "Karee", "Marula"),
                    List.of("kloof", "berg", "rand", "vlei", "drift", "kop", "poort")));

    private SandboxNetwork() {}

    /// @param houses patterns of names, for a place
    /// @param starts how places begin
    /// @param ends how places end
    private record Country(String code, int banks, List<String> houses, List<String> starts, List<String> ends) {

        List<Institution> institutions() {
            return IntStream.range(0, banks).mapToObj(this::institution).toList();
        }

        private Institution institution(int place) {
            var isOtp = place % OTP_ONE_IN == OTP_ONE_IN - 1;
            var login = new Bank.Login(
                    isOtp ? SandboxBanks.Flow.OTP.loginType() : SandboxBanks.Flow.PASSWORD.loginType(),
                    SandboxBanks.fields(SandboxBanks.Flow.PASSWORD));
            return new Institution(
                    "%s-%04d".formatted(code, place),
                    name(place),
                    code,
                    Optional.of(CODE),
                    Optional.empty(),
                    false,
                    true,
                    EnumSet.allOf(Product.class),
                    login,
                    OptionalInt.empty());
        }

        /// Another one for each place: its digits in a number of mixed base.
        private String name(int place) {
            var house = houses.get(place % houses.size());
            var rest = place / houses.size();
            var start = starts.get(rest % starts.size());
            var end = ends.get(rest / starts.size());
            return house.formatted(start + end);
        }
    }

    /// @param after how many came before
    static ListsBanks.Page page(Optional<String> after) {
        var all = new ArrayList<Institution>();
        COUNTRIES.forEach(country -> all.addAll(country.institutions()));
        var from = after.map(Integer::parseInt).orElse(0);
        var to = Math.min(all.size(), from + PAGE);
        return new ListsBanks.Page(
                List.copyOf(all.subList(from, to)),
                to < all.size() ? Optional.of(String.valueOf(to)) : Optional.empty());
    }

    static SandboxBanks.Flow flow(Bank bank) {
        return bank.login().type().equals(SandboxBanks.Flow.OTP.loginType())
                ? SandboxBanks.Flow.OTP
                : SandboxBanks.Flow.PASSWORD;
    }
}
