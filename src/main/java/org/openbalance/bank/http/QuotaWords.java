package org.openbalance.bank.http;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Knows the words in which banks say that they allow no more reads for now. Many say it with a 400 or a 403 in
/// place of a 429, and in the language of their country.
///
/// A sentence has to name both: what was counted (accesses, requests, how often) and that there were too many. So a
/// limit of money that was exceeded, or of passwords, is none. Whatever a body holds, looking costs little: no part of
/// a sentence is of any length.
final class QuotaWords {

    /// What a body may hold before its words.
    private static final int READ = 8_192;

    private static final List<Pattern> SENTENCES = sentences(
            // English, with the codes of the Berlin Group and of Enable Banking
            "access[_ ]exceeded",
            "rate[-_ ]limit",
            "quota[-_ ](limit[-_ ])?(exceeded|reached)",
            "exceeded.{0,20}quota",
            "(number|amount) of (allowed )?(accesses|requests|calls|reads).{0,30}(exceeded|reached)",
            "consented multiplicity",
            "too many (requests|accesses|calls|reads)",
            "(access|request|call|frequency) (limit|quota)s?.{0,20}(exceeded|reached)",
            "frequency (per day )?.{0,20}exceeded",
            // Spanish, Catalan
            "(numero|limite|maximo|cantidad).{0,20}(de )?(accesos|peticiones|consultas|solicitudes|llamadas)"
                    + ".{0,40}(excedid|superad|alcanzad|sobrepasad)",
            "(excedid|superad|alcanzad|sobrepasad).{0,40}(accesos|peticiones|consultas|solicitudes|llamadas)",
            "(nombre|limit|maxim).{0,20}(d'|de )?(accessos|peticions|consultes).{0,40}(excedi|exhauri|supera|assoli)",
            "(excedi|exhauri|supera|assoli)\\w{0,12}.{0,40}(accessos|peticions|consultes)",
            // French
            "(nombre|limite|quota).{0,20}(d'|de |des )(acces|requetes|appels|consultations).{0,40}"
                    + "(depass|atteint|excede)",
            "(depass|atteint|excede)\\w{0,12}.{0,40}(d'|de |des )(acces|requetes|appels|consultations)",
            "trop de (requetes|appels|consultations)",
            // German
            "(anzahl|limit|zahl).{0,30}(zugriffe|abfragen|anfragen|abrufe|aufrufe).{0,40}"
                    + "(uberschritten|erreicht|ausgeschopft)",
            "zu viele (zugriffe|abfragen|anfragen|abrufe|aufrufe)",
            "(zugriffs|abfrage|abruf|anfrage)(limit|anzahl|haufigkeit).{0,40}(uberschritten|erreicht|ausgeschopft)",
            // Italian
            "(numero|limite).{0,20}(di |degli |delle )?(accessi|richieste|chiamate|interrogazioni).{0,40}"
                    + "(superat|raggiunt|esaurit|eccedut)",
            "(superat|raggiunt|esaurit|eccedut)\\w{0,12}.{0,40}(accessi|richieste|chiamate|interrogazioni)",
            "troppe (richieste|chiamate|interrogazioni)",
            // Portuguese
            "(numero|limite).{0,20}(de )?(acessos|pedidos|consultas|requisicoes|chamadas).{0,40}"
                    + "(excedid|ultrapassad|atingid)",
            "(excedid|ultrapassad|atingid)\\w{0,12}.{0,40}(acessos|pedidos|consultas|requisicoes|chamadas)",
            // Dutch
            "(aantal|limiet).{0,30}(verzoeken|toegangen|aanvragen|raadplegingen|bevragingen).{0,40}"
                    + "(overschreden|bereikt)",
            "te veel (verzoeken|aanvragen|bevragingen)",
            // Polish
            "(liczb|limit)\\w{0,12}.{0,30}(zapytan|dostepow|zadan|wywolan).{0,40}(przekroczon|wyczerpan|osiagniet)",
            "(przekroczon|wyczerpan|osiagniet)\\w{0,12}.{0,40}(zapytan|dostepow|zadan|wywolan)",
            "zbyt wiele (zapytan|zadan|wywolan)",
            // Swedish, Danish, Norwegian
            "for (manga|mange) (anrop|forfragningar|forfragninger|foresporsler|anmodninger|opslag|kall)",
            "antal(let|l|et)?.{0,30}(anrop|forfragningar|forfragninger|foresporsler|anmodninger|opslag|kall).{0,40}"
                    + "(overskrid|overskrede|uppnatt|natt|nadd)",
            // Finnish
            "(kyselyiden|kyselyjen|pyyntojen|hakujen).{0,30}(maara|enimmaismaara).{0,40}(ylit|saavutettu)",
            "liian monta (kyselya|pyyntoa|hakua)",
            // Czech, Slovak
            "(pocet|limit).{0,30}(dotazu|pozadavku|pristupu|poziadaviek|pristupov|dopytov).{0,40}"
                    + "(prekrocen|prekroceny|vycerpan|dosazen)",
            "(prekrocen|prekroceny|vycerpan|dosazen)\\w{0,12}.{0,40}(dotazu|pozadavku|pristupu|poziadaviek|pristupov)",
            // Hungarian
            "(lekerdezesek|keresek|hozzaferesek).{0,30}szama?.{0,40}(tullep|eler)",
            "tul sok (lekerdezes|keres|hozzaferes)",
            // Romanian
            "(numarul|limita).{0,30}(de )?(accesari|cereri|interogari).{0,40}(depasit|atins)",
            "(depasit|atins)\\w{0,12}.{0,40}(accesari|cereri|interogari)");

    private QuotaWords() {}

    private static List<Pattern> sentences(String... patterns) {
        return Arrays.stream(patterns).map(Pattern::compile).toList();
    }

    static boolean in(String body) {
        var text = plain(body.length() > READ ? body.substring(0, READ) : body);
        return SENTENCES.stream().anyMatch(sentence -> sentence.matcher(text).find());
    }

    /// In lower case and without accents, which banks lose on the way as often as not; `ø`, `ł` and `ß` are letters of
    /// their own to Unicode, not accented ones.
    private static String plain(String text) {
        var letters = text.toLowerCase(Locale.ROOT)
                .replace('ø', 'o')
                .replace('ł', 'l')
                .replace('’', '\'')
                .replace("ß", "ss")
                .replace("æ", "ae");
        return Normalizer.normalize(letters, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("\\s+", " ");
    }
}
