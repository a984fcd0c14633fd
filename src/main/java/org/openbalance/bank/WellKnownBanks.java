package org.openbalance.bank;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.PlainText;

/// The banks whose ids and slugs clients of Okra hold in their code. Such a bank keeps them here, whichever network
/// reaches it ([WellKnownClaims]).
///
/// Ids, slugs and codes are those that are known for certain; what is not is left out.
public final class WellKnownBanks {

    private static final String NIGERIA = "NG";
    private static final String OKRA = "5d6fe57a4099cc4b210bbe";
    private static final String NO_SLUG = "";
    private static final int ID_DIGITS = 24;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /// @param id Okra's; where its slug alone is known, one that is made of the slug, the same in every deployment
    /// @param slug Okra's, if it is known
    /// @param country of ISO 3166
    /// @param cbn its codes at the Central Bank of Nigeria, three digits each; the first is that of its NUBANs
    /// @param nip its code in NIBSS Instant Payment, six digits
    /// @param spellings of its name, its name among them
    public record WellKnown(
            String id,
            Optional<String> slug,
            String name,
            String country,
            List<String> cbn,
            String nip,
            List<String> spellings) {

        private static WellKnown of(
                String end, String slug, String name, List<String> cbn, String nip, String... spellings) {
            return bank(OKRA + end, slug, name, cbn, nip, spellings);
        }

        private static WellKnown ofSlug(String slug, String name, List<String> cbn, String nip, String... spellings) {
            var id = Hashes.sha256("well-known:" + slug).substring(0, ID_DIGITS);
            return bank(id, slug, name, cbn, nip, spellings);
        }

        private static WellKnown bank(
                String id, String slug, String name, List<String> cbn, String nip, String... spellings) {
            return new WellKnown(
                    id,
                    Optional.of(slug).filter(known -> !known.equals(NO_SLUG)),
                    name,
                    NIGERIA,
                    cbn,
                    nip,
                    Stream.concat(Stream.of(name), Stream.of(spellings)).toList());
        }

        /// The code that its NUBANs are checked with, if it has one of three digits.
        public Optional<String> code() {
            return cbn.stream().findFirst();
        }

        private Stream<String> codes() {
            return Stream.concat(cbn.stream(), Stream.of(nip));
        }

        private Stream<String> names() {
            return Stream.concat(Stream.of(id), slug.stream());
        }
    }

    private static final List<WellKnown> ALL = List.of(
            WellKnown.of("ae", NO_SLUG, "Ecobank", List.of("050"), "000010", "Ecobank Nigeria", "Ecobank Nigeria Plc"),
            WellKnown.of(
                    "b1",
                    "first-bank-of-nigeria",
                    "First Bank of Nigeria",
                    List.of("011"),
                    "000016",
                    "First Bank",
                    "FirstBank",
                    "First Bank Nigeria",
                    "First Bank of Nigeria Limited"),
            WellKnown.of(
                    "b3",
                    "guaranty-trust-bank",
                    "Guaranty Trust Bank",
                    List.of("058"),
                    "000013",
                    "GTBank",
                    "GT Bank",
                    "GTBank Plc",
                    "Guaranty Trust Bank Plc"),
            WellKnown.of(
                    "b6",
                    NO_SLUG,
                    "Stanbic IBTC Bank",
                    List.of("221", "039"),
                    "000012",
                    "Stanbic IBTC",
                    "Stanbic IBTC Bank Plc"),
            WellKnown.of("b8", NO_SLUG, "Sterling Bank", List.of("232"), "000001", "Sterling Bank Plc"),
            WellKnown.of(
                    "b9",
                    "union-bank-of-nigeria",
                    "Union Bank of Nigeria",
                    List.of("032"),
                    "000018",
                    "Union Bank",
                    "Union Bank of Nigeria Plc"),
            WellKnown.of("ba", NO_SLUG, "Keystone Bank", List.of("082"), "000002", "Keystone Bank Limited"),
            WellKnown.of(
                    "bb",
                    NO_SLUG,
                    "United Bank For Africa",
                    List.of("033"),
                    "000004",
                    "UBA",
                    "United Bank For Africa Plc"),
            WellKnown.of("bc", NO_SLUG, "Wema Bank", List.of("035"), "000017", "Wema Bank Plc"),
            WellKnown.of("c0", NO_SLUG, "Access Bank", List.of("044"), "000014", "Access Bank Plc"),
            WellKnown.of("c2", "zenith-bank", "Zenith Bank", List.of("057"), "000015", "Zenith Bank Plc"),
            WellKnown.ofSlug("kuda-bank", "Kuda Bank", List.of(), "090267", "Kuda", "Kuda Microfinance Bank"));

    private static final Map<String, WellKnown> BY_NAME = by(WellKnown::names);
    private static final Map<String, WellKnown> BY_CODE = by(WellKnown::codes);
    private static final Map<String, WellKnown> BY_SPELLING =
            by(bank -> bank.spellings().stream().map(WellKnownBanks::plain));

    private WellKnownBanks() {}

    private static Map<String, WellKnown> by(Function<WellKnown, Stream<String>> names) {
        return ALL.stream()
                .flatMap(bank -> names.apply(bank).distinct().map(name -> Map.entry(name, bank)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// All of them.
    public static List<WellKnown> all() {
        return ALL;
    }

    /// The bank that Okra called so.
    public static Optional<WellKnown> named(String idOrSlug) {
        return Optional.ofNullable(BY_NAME.get(idOrSlug));
    }

    /// The bank of a code, that of its NUBANs or that of instant payments.
    ///
    /// @param country of ISO 3166
    public static Optional<WellKnown> coded(String country, String code) {
        return Optional.ofNullable(BY_CODE.get(code))
                .filter(bank -> bank.country().equals(country));
    }

    /// The bank that a network means: by its code, and by its name where the network has no code of it.
    static Optional<WellKnown> of(Institution institution) {
        return institution
                .code()
                .map(code -> coded(institution.country(), code))
                .orElseGet(() -> spelt(institution.country(), institution.name()));
    }

    /// By one of the spellings in the list, without regard to case, accents and what stands between words.
    private static Optional<WellKnown> spelt(String country, String name) {
        return Optional.ofNullable(BY_SPELLING.get(plain(name)))
                .filter(bank -> bank.country().equals(country));
    }

    private static String plain(String name) {
        return BETWEEN_WORDS.matcher(PlainText.of(name)).replaceAll(" ").strip();
    }
}
