package org.openbalance.bank.sandbox;

import java.util.List;

/// Invented names of persons and firms.
final class InventedNames {

    private static final List<String> FIRST = List.of(
            "Ada",
            "Amara",
            "Bola",
            "Chidi",
            "Damilola",
            "Efe",
            "Folake",
            "Garba",
            "Halima",
            "Ifeanyi",
            "Kelechi",
            "Ladi",
            "Musa",
            "Ngozi",
            "Obinna",
            "Sade",
            "Tunde",
            "Uche",
            "Yusuf",
            "Zainab");
    private static final List<String> LAST = List.of(
            "Abubakar",
            "Adeyemi",
            "Bello",
            "Chukwu",
            "Danjuma",
            "Eze",
            "Falana",
            "Gowon",
            "Ibrahim",
            "Jaja",
            "Lawal",
            "Mbah",
            "Nwosu",
            "Okafor",
            "Onyeka",
            "Salami",
            "Taiwo",
            "Udoh",
            "Williams",
            "Yakubu");
    private static final List<String> TRADE =
            List.of("Foods", "Haulage", "Textiles", "Energy", "Farms", "Studios", "Logistics", "Pharmacy");

    private static final long FIRST_STREAM = 301;
    private static final long LAST_STREAM = 302;
    private static final long TRADE_STREAM = 303;

    private InventedNames() {}

    static String of(Holder holder, long seed) {
        return holder == Holder.CORP ? last(seed) + ' ' + pick(TRADE, seed, TRADE_STREAM) + " Ltd" : person(seed);
    }

    static String person(long seed) {
        return pick(FIRST, seed, FIRST_STREAM) + ' ' + last(seed);
    }

    private static String last(long seed) {
        return pick(LAST, seed, LAST_STREAM);
    }

    private static String pick(List<String> names, long seed, long stream) {
        return names.get((int) SandboxSeed.below(SandboxSeed.mix(seed, stream), names.size()));
    }
}
