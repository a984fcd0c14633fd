package org.openbalance.bank.sandbox;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openbalance.bank.sandbox.NarrationStyle.Reference;

/// The words for one line of a life: whom an account deals with again and again follows from the account's seed, all
/// else from the seed and what happened.
///
/// @param holder of the account
/// @param thread [Movement#thread]
/// @param day on which the line shows
record LifeWords(long seed, String holder, long thread, LocalDate day) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private static final List<String> PURPOSES = List.of(
            "FOOD",
            "FAMILY SUPPORT",
            "TRANSPORT",
            "GIFT",
            "REPAIRS",
            "CLOTHES",
            "CHURCH",
            "MARKET",
            "THANKS",
            "UPKEEP");
    private static final List<String> MERCHANTS = List.of(
            "SUNBIRD SUPERMARKET",
            "KOLANUT FOODS MART",
            "EBONY FUEL STATION",
            "REDCLAY PETROL",
            "MAMA EBI KITCHEN",
            "BAOBAB PHARMACY",
            "PALMROW GROCERIES",
            "AGIDI EATERY",
            "IROKO HARDWARE",
            "RAFFIA FASHION HOUSE");
    private static final List<String> SHOPS = List.of(
            "CALABASHCART.EXAMPLE",
            "MOONSTREAM MUSIC",
            "RIDEOKADA TRIPS",
            "LANTERN CLOUD STORAGE",
            "TALKINGDRUM BOOKS",
            "HARBOURFLY TRAVEL");
    private static final List<String> TOWNS = List.of("IKEJA", "LEKKI", "ABUJA", "IBADAN", "KANO", "ENUGU", "JOS");
    private static final List<String> BANKS =
            List.of("HARMATTAN", "CALABASH", "TAMARIND", "LAGOON", "IRONWOOD", "MONSOON");
    private static final List<String> GROUPS =
            List.of("UNITY AJO GROUP", "MORNING STAR ESUSU", "MARKET WOMEN COOPERATIVE", "GOODNEIGHBOUR THRIFT");
    private static final List<String> SCHOOLS =
            List.of("BRIGHT GOURD ACADEMY", "HILLTOP LANTERN SCHOOL", "RIVERBEND COLLEGE");

    /// Of the account, for as long as it lives.
    private static final int EMPLOYER = 1;

    private static final int LENDER = 2;
    private static final int LANDLORD = 3;
    private static final int GROUP = 4;
    private static final int SCHOOL = 5;
    private static final int METER = 6;
    private static final int RELATIVE = 7;

    private static final long ENOUGH_DIGITS = 1_000_000_000_000_000L;
    private static final int SHORT_NUMBER = 8;
    private static final int TERMINAL_DIGITS = 6;
    private static final int REFERENCE_DIGITS = 12;
    private static final int LONG_REFERENCE_DIGITS = 15;

    /// A text with its places filled; a place that begins with a capital has its words so.
    String filled(String template) {
        return PLACE.matcher(template).replaceAll(place -> {
            var name = place.group(1);
            var word = word(name.toLowerCase(Locale.ROOT));
            return Matcher.quoteReplacement(Character.isUpperCase(name.charAt(0)) ? capitalised(word) : word);
        });
    }

    private String word(String place) {
        return switch (place) {
            case "employer" ->
                InventedNames.of(Holder.CORP, ofAccount(EMPLOYER)).toUpperCase(Locale.ROOT);
            case "lender" ->
                InventedNames.person(ofAccount(LENDER)).split(" ")[1].toUpperCase(Locale.ROOT) + " CREDIT";
            case "landlord" -> InventedNames.person(ofAccount(LANDLORD)).toUpperCase(Locale.ROOT);
            case "group" -> pick(GROUPS, ofAccount(GROUP));
            case "school" -> pick(SCHOOLS, ofAccount(SCHOOL));
            case "meter" -> digits(ofAccount(METER), SHORT_NUMBER);
            case "relative" -> InventedNames.person(ofAccount(RELATIVE)).toUpperCase(Locale.ROOT);
            case "person" -> stranger();
            case "firm" -> InventedNames.of(Holder.CORP, ofThread(2)).toUpperCase(Locale.ROOT);
            case "merchant" -> pick(MERCHANTS, ofThread(3));
            case "shop" -> pick(SHOPS, ofThread(4));
            case "town" -> pick(TOWNS, ofThread(5));
            case "bank" -> pick(BANKS, ofThread(6));
            case "purpose" -> pick(PURPOSES, ofThread(7));
            case "number" -> digits(ofThread(8), SHORT_NUMBER);
            case "terminal" -> digits(ofThread(9), TERMINAL_DIGITS);
            case "phone" -> "080****" + digits(ofThread(10), 4);
            case "holder" -> holder;
            case "month" -> MONTH.format(day).toUpperCase(Locale.ROOT);
            case "year" -> String.valueOf(day.getYear());
            default -> throw new IllegalArgumentException("No narration has a place for " + place);
        };
    }

    /// Anybody but the holder: what goes to a namesake looks as if it went to an account of one's own.
    private String stranger() {
        var person = InventedNames.person(ofThread(1)).toUpperCase(Locale.ROOT);
        return person.equals(holder) ? InventedNames.person(ofThread(12)).toUpperCase(Locale.ROOT) : person;
    }

    /// The bank's own id of the line, of those of one thread another for each deed.
    Optional<String> reference(Reference kind, Deed deed) {
        var drawn = SandboxSeed.mix(ofThread(11), deed.ordinal());
        return switch (kind) {
            case NONE -> Optional.empty();
            case DIGITS -> Optional.of(digits(drawn, REFERENCE_DIGITS));
            case LETTERED -> Optional.of("S" + digits(drawn, REFERENCE_DIGITS));
            case LONG ->
                Optional.of(digits(drawn, LONG_REFERENCE_DIGITS)
                        + digits(SandboxSeed.mix(drawn, 1), LONG_REFERENCE_DIGITS));
        };
    }

    private long ofAccount(long what) {
        return SandboxSeed.mix(SandboxSeed.mix(seed, 1_000), what);
    }

    private long ofThread(long what) {
        return SandboxSeed.mix(SandboxSeed.mix(SandboxSeed.mix(seed, 1_001), thread), what);
    }

    private static String pick(List<String> words, long drawn) {
        return words.get((int) SandboxSeed.below(drawn, words.size()));
    }

    private static String digits(long drawn, int count) {
        var number = String.valueOf(SandboxSeed.below(drawn, ENOUGH_DIGITS) + ENOUGH_DIGITS);
        return number.substring(number.length() - count);
    }

    private static String capitalised(String words) {
        var text = new StringBuilder();
        for (var word : words.split(" ")) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(word.charAt(0))
                    .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
